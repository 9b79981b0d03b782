import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { type Block, blocksOf, documents } from './markdown.js'
import { built, type Check, checked, clear, typed } from './snippets.js'

const blocks = documents.flatMap(blocksOf)
const of = (...infos: readonly string[]): readonly Block[] => blocks.filter(({ info }) => infos.includes(info))
const place = ({ file, line }: Block): string => `${file}:${line}`

const code = of('ts', 'js')
const modules = built(
  code.map(({ text }) => checked(text)),
  'code',
)
const program = built([`import ${JSON.stringify(resolve('src/cli/main.ts'))}`], 'program')
afterAll(clear)

test('what is not run is marked as such', () => {
  const runs = ['ts', 'js', 'sh']
  const isData = ['json', 'text', 'http']
  expect(blocks.filter(({ info }) => ![...runs, ...isData].includes(info)).map(place)).toEqual([])
  expect(code.length).toBeGreaterThan(10)
})

describe('code in the documents', () => {
  test.each(code.map((block, i) => [place(block), block, i] as const))(
    '%s does what its comments say',
    async (_, block, i) => {
      const file = (await modules)[i] ?? ''
      const { checks } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { checks: readonly Check[] }
      expect(checks.length, `${place(block)} asserts nothing`).toBeGreaterThan(0)
      for (const { line, said, meant } of checks) expect(said, `${block.file}:${block.line + line}`).toEqual(meant)
    },
  )

  test('is typed as strictly as this repository', { timeout: 60_000 }, () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), '-p', typed(of('ts'))],
      {
        encoding: 'utf8',
      },
    )
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })

  test('is found to be wrong where it is', async () => {
    const text = "const a: number = 1 + 1 // → 2\n  a + 1 // → 4\n'// → ' + a // → '// → 2'\n"
    const [file = ''] = await built([checked(text)], 'wrong')
    const { checks } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { checks: readonly Check[] }
    expect(checks).toEqual([
      { line: 1, said: 2, meant: 2 },
      { line: 2, said: 3, meant: 4 },
      { line: 3, said: '// → 2', meant: '// → 2' },
    ])
  })
})

describe('data in the documents', () => {
  test.each(of('json').map(block => [place(block), block] as const))('%s is JSON', (_, { text }) => {
    expect(() => JSON.parse(text)).not.toThrow()
  })
})

describe('commands in the documents', () => {
  const commands = of('sh').flatMap(block =>
    block.text
      .split('\n')
      .flatMap(line => line.replace(/\s+#.*$/, '').split(' && '))
      .filter(line => line.trim() !== '')
      .map(command => [place(block), command.trim()] as const),
  )
  const scripts = Object.keys(manifest.scripts)
  const installable = [manifest.name, ...Object.keys(manifest.peerDependencies)]

  test.each(commands)('%s: %s exists', (_, command) => {
    const [program, verb, ...rest] = command.replace(/^(\w+=\w+ )+/, '').split(/\s+/)
    if (program === 'npm' && verb === 'run') expect(scripts).toContain(rest[0])
    else if (program === 'npm' && verb === 'install') expect(installable).toEqual(expect.arrayContaining(rest))
    else if (program === 'npm') expect(['ci', 'test']).toContain(verb)
    else if (program === 'npx') expect(['vitest', manifest.name]).toContain(verb)
    else expect.fail(`${command} is no command of this repository`)
  })

  const own = commands.filter(([, command]) => command.startsWith(`npx ${manifest.name} `))
  test.each(own)('%s: %s answers', { timeout: 30_000 }, async (_, command) => {
    const [file = ''] = await program
    const ran = spawnSync(process.execPath, [file, ...command.split(/\s+/).slice(2)], { encoding: 'utf8' })
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' })
    expect(ran.stdout.split('\n').length).toBeGreaterThan(3)
  })
})

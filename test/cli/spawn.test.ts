/**
 * The program as a process: bundled from source into a folder of its own, so that no build of the package is needed or disturbed.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capture, capturePath } from './world.js'

const folder = mkdtempSync(join(tmpdir(), 'problem-dialects-cli-'))
const program = join(folder, 'main.mjs')

beforeAll(() => {
  // what commander requires of Node, it requires as CommonJS does
  const js = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)"
  buildSync({
    ...{ entryPoints: ['src/cli/main.ts'], outfile: program, banner: { js } },
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
  })
  writeFileSync(join(folder, 'package.json'), readFileSync('package.json'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spawned = (args: readonly string[], input: string | Buffer = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  return { status, stdout, stderr }
}

describe('the process', () => {
  test('explains a file, and standard input', () => {
    const fromFile = spawned(['explain', capturePath('laravel-422.txt')])
    expect(fromFile).toMatchObject({ status: 0, stderr: '' })
    expect(fromFile.stdout).toContain('422 Unprocessable Content — invalid_argument (laravel')
    expect(spawned(['explain'], capture('laravel-422.txt'))).toEqual(fromFile)
  })

  test('ends with 2 and one line for what it cannot read', () => {
    expect(spawned(['explain', 'no-such-file'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'problem-dialects: no-such-file: there is no such file\n',
    })
  })

  test('knows the version of its package', () => {
    expect(spawned(['--version']).stdout).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`)
  })

  test('prints long JSON to its last byte', () => {
    const line = JSON.stringify({ status: 404, body: '{"message":"Oops."}' })
    const { stdout } = spawned(['explain', '--json'], `${line}\n`.repeat(2_000))
    expect(JSON.parse(stdout)).toHaveLength(2_000)
  })

  test('falls silent when its reader goes away', () => {
    const line = JSON.stringify({ status: 404, body: '{"message":"Oops."}' })
    // the last line would be refused, if anybody came that far
    writeFileSync(join(folder, 'long.ndjson'), `${`${line}\n`.repeat(2_000)}{}`)
    const script = `('${process.execPath}' '${program}' explain --json '${join(folder, 'long.ndjson')}'; echo "$?" >&2) 2>&3 | head -n 1`
    expect(execFileSync('bash', ['-c', `{ ${script}; } 3>&1`], { encoding: 'utf8' })).toBe('[\n0\n')
  })

  test.each([['status'], ['--help'], ['explain', '--json', capturePath('laravel-422.txt')]])(
    'ends with 2 and one line where it cannot write: %s',
    (...args) => {
      const unwritable = openSync('package.json', 'r')
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        stdio: ['ignore', unwritable, 'pipe'],
        encoding: 'utf8',
      })
      closeSync(unwritable)
      expect(status).toBe(2)
      expect(stderr).toMatch(/^problem-dialects: the output cannot be written \(E[A-Z]+\)\n$/)
    },
  )

  test('does what its help shows, from anywhere', () => {
    const examples = spawned(['--help']).stdout.match(/(?<=^ {2}\$ ).+$/gm) ?? []
    expect(examples.length).toBeGreaterThan(4)
    for (const example of examples) {
      // nobody answers there
      const script = example.replace(/^curl .* \|/, "printf 'HTTP/2 404\\n\\n' |")
      const alias = `problem-dialects() { '${process.execPath}' '${program}' "$@"; }`
      expect(execFileSync('bash', ['-c', `${alias}; set -o pipefail; ${script}`], { cwd: folder })).not.toHaveLength(0)
    }
  })

  test('waits for a slow writer', async () => {
    const [head, body] = capture('laravel-422.txt').toString().split('\r\n\r\n')
    const stdout = await new Promise<string>((resolve, reject) => {
      const child = execFile(process.execPath, [program, 'explain', '--json'], (error, out) =>
        error === null ? resolve(out) : reject(error),
      )
      child.stdin?.write(`${head}\r\n\r\n`)
      setTimeout(() => child.stdin?.end(body), 200)
    })
    expect(JSON.parse(stdout).errors).toHaveLength(2)
  })
})

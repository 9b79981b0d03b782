/**
 * Fenced code as modules that run. A comment `// → value` behind an expression or a `const` is an assertion.
 * Comes in: blocks. Goes out: files, one a block, that import this package from its source by its own names.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import manifest from '../../package.json' with { type: 'json' }
import type { Block } from './markdown.js'

export interface Check {
  readonly line: number
  readonly said: unknown
  readonly meant: unknown
}

/** `problem-dialects/fetch` is `src/integrations/fetch.ts`, because package.json says that it is built there. */
export const sourceOf = (specifier: string): string | undefined => {
  const name = `.${specifier.slice(manifest.name.length)}`
  const exported = manifest.exports as Readonly<Record<string, { import?: { default: string } } | string>>
  for (const [pattern, target] of Object.entries(exported)) {
    const path = typeof target === 'string' ? undefined : target.import?.default
    if (path === undefined) continue
    const [before = '', after] = pattern.split('*')
    if (after === undefined ? name !== pattern : !name.startsWith(before)) continue
    const built = path.replace('*', after === undefined ? '' : name.slice(before.length))
    return resolve(built.replace('./dist/esm/', 'src/').replace(/\.js$/, '.ts'))
  }
  return undefined
}

const self: Plugin = {
  name: 'self',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^${manifest.name}(/|$)`) }, ({ path }) => {
      const source = sourceOf(path)
      return source === undefined ? { errors: [{ text: `package.json exports no ${path}` }] } : { path: source }
    })
  },
}

/** Frameworks load parts of themselves by name while they run: they are left outside, where they are installed. */
const frameworks: Plugin = {
  name: 'frameworks',
  setup: ({ onResolve }) => {
    const { resolve: installed } = createRequire(resolve('package.json'))
    onResolve({ filter: /^(@?(express|fastify|hono|koa|nestjs)(\/|$)|reflect-metadata)/ }, ({ path }) => ({
      path: pathToFileURL(installed(path)).href,
      external: true,
    }))
  },
}

const assertion = /^(\s*)(?:const (\w+)(?:: [^=]+)? = )?(.+?) \/\/ → (.+)$/

/** The block as a module that exports its checks. */
export const checked = (text: string): string => {
  const lines = text.split('\n').map((line, i) => {
    const found = assertion.exec(line)
    if (found === null) return line
    const [, indent = '', name, expression = '', meant = ''] = found
    const said = name ?? expression
    const before = name === undefined ? '' : `${line.slice(0, line.indexOf(' // → '))};`
    return `${indent}${before}checks.push({ line: ${i + 1}, said: (${said}), meant: (${meant}) })`
  })
  return `export const checks: unknown[] = [];${lines.join('\n')}`
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'snippets-')))
export const clear = (): void => rmSync(scratch, { recursive: true, force: true })

/** Builds programs together, so that they share one copy of the package; answers with their files, in order. */
export const built = async (sources: readonly string[], folder: string): Promise<readonly string[]> => {
  const blocks: Plugin = {
    name: 'blocks',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^block:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'block' }))
      onLoad({ filter: /.*/, namespace: 'block' }, ({ path }) => ({
        contents: sources[Number(path)] ?? '',
        loader: 'ts',
        resolveDir: resolve('.'),
      }))
    },
  }
  await build({
    entryPoints: sources.map((_, i) => ({ in: `block:${i}`, out: `${i}` })),
    outdir: join(scratch, folder),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // a program is all side effect, whatever package.json says of the library
    ignoreAnnotations: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    // packages that are CommonJS ask for modules of Node by this name
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [self, frameworks, blocks],
  })
  return sources.map((_, i) => join(scratch, folder, `${i}.mjs`))
}

/** Writes typed blocks as they stand, with the configuration of this repository; answers with the folder. */
export const typed = (blocks: readonly Block[]): string => {
  const folder = join(scratch, 'types')
  mkdirSync(folder)
  // as installed: a path mapping does not read the `exports` of a package
  symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'), 'dir')
  for (const { file, line, text } of blocks) writeFileSync(join(folder, `${file.replace(/\W/g, '_')}_${line}.ts`), text)
  const specifiers = new Set(
    blocks.flatMap(({ text }) => text.match(new RegExp(`(?<=from ')${manifest.name}[^']*`, 'g')) ?? []),
  )
  const paths = [...specifiers].map(name => [name, [sourceOf(name)]])
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    noUnusedLocals: false,
    typeRoots: [resolve('node_modules/@types')],
    paths: Object.fromEntries(paths),
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, include: ['*.ts'] }),
  )
  return folder
}

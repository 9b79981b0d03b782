/**
 * Builds `dist` from `src`. What is built is read from package.json: each target under `dist/esm` in `exports` and `bin` is an entry,
 * and lies where its source lies (`dist/esm/http/index.js` is `src/http/index.ts`; `*` is every file there but `index`).
 * tsc checks and emits modules and declarations; rollup joins them into few chunks, so that all entries of one format share one copy.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transform } from 'esbuild'
import { rollup } from 'rollup'

const dist = resolve('dist')
const emitted = join(dist, '.tsc')
/** Native modules, scripts and bundlers all take named exports from CommonJS, so all formats share the one file. */
const corpusFile = 'corpus.cjs'
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

const targetsOf = value => (typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(targetsOf))
const modulesOf = targets =>
  [...new Set(targets)]
    .map(target => /^\.\/dist\/esm\/(.+)\.js$/.exec(target)?.[1])
    .filter(name => name !== undefined)
    .flatMap(name => (basename(name) === '*' ? siblingsOf(dirname(name)) : [name]))
const siblingsOf = folder =>
  readdirSync(join('src', folder))
    .filter(file => file.endsWith('.ts') && file !== 'index.ts')
    .map(file => `${folder}/${file.slice(0, -3)}`)
    .sort()

const programs = modulesOf(targetsOf(manifest.bin))
const libraries = modulesOf(targetsOf(manifest.exports))
const isProgram = path => programs.some(program => path.startsWith(`${dirname(program)}/`))

/** Only what package.json promises to install may be left outside. */
const installed = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})]
const external = id => {
  if (basename(id) === corpusFile) return true
  if (id.startsWith('.') || id.startsWith(sep)) return false
  if (id.startsWith('node:') || installed.some(name => id === name || id.startsWith(`${name}/`))) return true
  throw new Error(`${id} is imported, but is no dependency in package.json`)
}

const nameOf = id =>
  id
    .slice(emitted.length + 1, -'.js'.length)
    .split(sep)
    .join('/')

/**
 * Entries stay files of their own. Of the rest, what knows the list of dialects is one chunk, what HTTP defines another, and what dialects
 * are made of a third: so no chunk imports in a circle, and one dialect alone loads no other.
 */
const chunkOf = (id, { getModuleInfo }) => {
  const knowsDialects = (module, seen = new Set()) =>
    !seen.has(module) &&
    seen.add(module) &&
    getModuleInfo(module).importedIds.some(
      next => next.startsWith(emitted) && (nameOf(next) === 'dialects/index' || knowsDialects(next, seen)),
    )
  const name = nameOf(id)
  if (libraries.includes(name) || isProgram(name) || name.startsWith('testing/')) return undefined
  // who only reads needs nothing of servers, and not every server has what decompression needs
  if (name.startsWith('server/')) return name === 'server/content-encoding' ? 'content-encoding' : 'server'
  // who loads one dialect alone writes none as data
  if (knowsDialects(id) || name === 'spec' || name.startsWith('spec/')) return 'corridor'
  return /^(http|status)\//.test(name) ? 'registry' : 'parts'
}

const run = (command, ...args) => {
  const { status, error } = spawnSync(process.execPath, [command, ...args], { stdio: 'inherit' })
  if (status !== 0) throw error ?? new Error(`${basename(command)} failed`)
}

const bundle = async (modules, options) => {
  const input = Object.fromEntries(modules.map(name => [name, join(emitted, `${name}.js`)]))
  const onwarn = warning => {
    throw new Error(warning.message)
  }
  const built = await rollup({ input, external, onwarn, treeshake: { moduleSideEffects: false } })
  await built.write({
    chunkFileNames: 'chunks/[name].js',
    entryFileNames: '[name].js',
    manualChunks: chunkOf,
    onlyExplicitManualChunks: true,
    hoistTransitiveImports: false,
    minifyInternalExports: false,
    externalLiveBindings: false,
    freeze: false,
    exports: 'named',
    // a package that is one function has no names to import
    interop: id => (id === 'negotiator' ? 'default' : 'esModule'),
    esModule: true,
    generatedCode: { preset: 'es2015', symbols: false },
    // The comments live on in the declarations; three copies of them in the code would be most of the package.
    plugins: [{ name: 'strip', renderChunk: async code => ({ code: (await transform(code)).code, map: null }) }],
    ...options,
  })
  await built.close()
}

const filesOf = folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => path.split(sep).join('/'))
const declarations = folder => {
  for (const path of filesOf(emitted)) {
    if (path.endsWith('.d.ts') && !isProgram(path)) cpSync(join(emitted, path), join(folder, path))
  }
}
// Bundlers read `sideEffects` from the nearest manifest, which is this one.
const typed = (folder, type) =>
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`)

rmSync(dist, { recursive: true, force: true })
mkdirSync(emitted, { recursive: true })
run(resolve('node_modules/typescript/bin/tsc'), '-p', '.ci/tsconfig.json', '--outDir', emitted)

const readInCheckout = join(emitted, 'testing/corpus.js')
const { corpus } = await import(pathToFileURL(readInCheckout).href)
writeFileSync(join(dist, corpusFile), `exports.corpus = JSON.parse(${JSON.stringify(JSON.stringify(corpus))})\n`)
writeFileSync(readInCheckout, `export { corpus } from '../../${corpusFile}'\n`)

const [esm, cjs, bundler] = ['esm', 'cjs', 'bundler'].map(name => join(dist, name))
await Promise.all([
  bundle([...libraries, ...programs], { dir: esm, format: 'es' }),
  bundle(libraries, { dir: cjs, format: 'cjs' }),
])
declarations(esm)
declarations(cjs)

// Bundlers get the tree-shakeable copy of fp-ts; native Node cannot load it.
for (const path of filesOf(esm)) {
  if (!path.endsWith('.js') || isProgram(path)) continue
  const text = readFileSync(join(esm, path), 'utf8').replace(/(["'])fp-ts\/lib\//g, '$1fp-ts/es6/')
  mkdirSync(dirname(join(bundler, path)), { recursive: true })
  writeFileSync(join(bundler, path), text)
}
typed(esm, 'module')
typed(cjs, 'commonjs')
typed(bundler, 'module')
for (const name of programs) chmodSync(join(esm, `${name}.js`), 0o755)

const { statusRegistryJson } = await import(pathToFileURL(join(esm, 'status/index.js')).href)
writeFileSync(join(dist, 'status-codes.json'), statusRegistryJson())
rmSync(emitted, { recursive: true })

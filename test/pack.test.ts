/**
 * What users get: the packed tarball, installed into an empty folder, imported in every way.
 * Nothing here sees the source; what is asserted of each entry is said once and holds for every format.
 */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync, type Platform } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fixtures } from './fixtures.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const consumer = realpathSync(mkdtempSync(join(tmpdir(), 'problem-dialects-')))
const installed = join(consumer, 'node_modules/problem-dialects')
let tarball = ''

// Inside `npm test`, npm hands its own folders down by the environment; here it works in another one.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
const run = (command: string, args: readonly string[], cwd = consumer): string => {
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (failure) {
    const { stdout, stderr } = failure as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? failure}`)
  }
}
const bin = (name: string) => resolve('node_modules/.bin', name)
const write = (name: string, text: string): string => {
  writeFileSync(join(consumer, name), text)
  return name
}
const pack = (): string => {
  const name =
    run('npm', ['pack', '--silent', '--pack-destination', consumer], resolve('.')).trim().split('\n').pop() ?? ''
  return join(consumer, name)
}

beforeAll(() => {
  tarball = pack()
  write('package.json', '{ "private": true }')
  const packages = ['fp-ts', 'io-ts', 'commander', 'structured-headers', 'negotiator', 'content-type'].map(name =>
    resolve('node_modules', name),
  )
  const offline = ['--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund']
  run('npm', ['install', ...offline, tarball, ...packages])
  // users have these already; a link leaves them the packages that they need themselves
  for (const name of [...frameworks, 'reflect-metadata', '@hono', '@types'])
    symlinkSync(resolve('node_modules', name), join(consumer, 'node_modules', name))
})

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

const names = [
  ...['normalize', 'createNormalizer', 'decodeWith', 'explain', 'dialects', 'problem', 'fromTransport', 'decideRetry'],
  ...['statusOf', 'encode', 'translate', 'forAudience', 'fieldErrors', 'prettify', 'isApiProblem', 'isFrom'],
  ...['ApiProblemError', 'relay', 'createRelay', 'RelayPolicyCodec', 'audience', 'logLine'],
]
const entries: Readonly<Record<string, string>> = {
  root: '.',
  fp: './fp',
  fetch: './fetch',
  retry: './retry',
  server: './server',
  all: './dialects',
  one: './dialects/basker',
  status: './status',
  http: './http',
  testing: './testing',
  client: './client',
  envoy: './envoy',
}
/** The integrations whose declarations speak of another library. */
const withLibraries: Readonly<Record<string, string>> = {
  got: './got',
  ky: './ky',
  axios: './axios',
  undici: './undici',
  pRetry: './p-retry',
  cockatiel: './cockatiel',
  retryTs: './retry-ts',
}
/** Entries that are of use beside a framework only. */
const frameworks = ['express', 'fastify', 'hono', 'koa', '@nestjs']
const serving: Readonly<Record<string, string>> = {
  problemExpress: './express',
  problemFastify: './fastify',
  problemHono: './hono',
  problemKoa: './koa',
  problemNest: './nest',
}
const specifier = (entry: string) => `problem-dialects${entry.slice(1)}`

/** What a script does with the entries for servers: in each framework a handler throws, and a client reads. */
const servers = `
const { createServer } = require_('node:http')
const express = require_('express')
const fastify = require_('fastify')
const Koa = require_('koa')
const fail = () => {
  throw Object.assign(new Error('secret'), { status: 409 })
}
const options = { dialect: 'base', onProblem: () => undefined }
const over = async (listener, name) => {
  const server = createServer(listener)
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return [name, server.address().port, () => server.close()]
}
const onExpress = () => over(express().use(fail).use(problemExpress.problemHandler(options)), 'express')
const onKoa = () => over(new Koa().use(problemKoa.problems(options)).use(fail).callback(), 'koa')
const onFastify = async () => {
  const app = fastify()
  app.register(problemFastify.problemPlugin, options)
  app.get('/', async () => fail())
  await app.listen({ host: '127.0.0.1', port: 0 })
  return ['fastify', app.server.address().port, () => app.close()]
}
const onHono = () => {
  const { Hono } = require_('hono')
  const { serve } = require_('@hono/node-server')
  const app = new Hono().onError(problemHono.problemHandler(options)).get('/', fail)
  return new Promise(resolve => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(['hono', port, () => server.close()]),
    )
  })
}
const onNest = async () => {
  require_('reflect-metadata')
  const [{ Controller, Get, Module }, { NestFactory }] = [await import('@nestjs/common'), await import('@nestjs/core')]
  class Routes { fail() { return fail() } }
  Controller()(Routes)
  Get('/')(Routes.prototype, 'fail', Object.getOwnPropertyDescriptor(Routes.prototype, 'fail'))
  class App {}
  Module({ imports: [problemNest.ApiProblemModule.register(options)], controllers: [Routes] })(App)
  const app = await NestFactory.create(App, { logger: false })
  await app.listen(0, '127.0.0.1')
  return ['nest', app.getHttpServer().address().port, () => app.close()]
}
const main = async () => {
  for (const start of [onExpress, onFastify, onHono, onKoa, onNest]) {
    const [name, port, close] = await start()
    const response = await fetch(\`http://127.0.0.1:\${port}/\`)
    console.log(name, response.status, Object.keys(await response.json()).join())
    await close()
  }
  process.exit()
}
main()
`
const answered = ['express', 'fastify', 'hono', 'koa', 'nest'].map(name => `${name} 409 errors,meta\n`).join('')

/** What a script does with the entries, whatever way they came in; it prints one JSON text. */
const work = `
const unauthorized = root.normalize({
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: '{"error":"Unauthorized","message":"Provide valid API key","requestId":"7b9b54ec"}',
})
console.log(JSON.stringify({
  missing: ${JSON.stringify(names)}.filter(name => root[name] === undefined),
  empty: Object.entries({ fp, fetch, server, all }).filter(([, entry]) => Object.keys(entry).length === 0).map(([name]) => name),
  problem: { status: unauthorized.status, title: unauthorized.title, dialect: unauthorized.dialect },
  fine: root.normalize({ status: 204, headers: {} }) === undefined,
  recognised: root.isApiProblem(unauthorized) && !root.isApiProblem({}),
  thrown: new root.ApiProblemError(unauthorized).problem === unauthorized,
  oneCopy: root.dialects.includes(one.basker) && root.statusOf === status.statusOf,
  phrase: status.statusOf(404).phrase,
  relayed: root.encode(root.relay({ status: 401 }, { credential: 'own' }).problem, ['problem-json', 'text'], { accept: 'text/plain' }).wire.body,
  date: http.parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT'),
  json: JSON.stringify(codes).includes('"Not Found"'),
  recorded: testing.responses().length,
  respond: root.normalize(testing.respond('base', 'blank')).code,
  budget: retry.budgetBook().of(['here']).tokens,
  sameDecision: retry.decideRetry === root.decideRetry,
  retries: [got, ky, axios, undici, pRetry, cockatiel, retryTs].map(one => typeof one.problemRetry({ request: { method: 'GET' } })),
  told: client.problemOf(client.attachProblem(new Error('x'), unauthorized)) === unauthorized,
  routes: envoy.envoyRoutes().length,
}))
`
const done = {
  missing: [],
  empty: [],
  problem: { status: 401, title: 'Unauthorized', dialect: 'basker' },
  fine: true,
  recognised: true,
  thrown: true,
  oneCopy: true,
  phrase: 'Not Found',
  relayed: 'Bad Gateway',
  date: 784_111_777_000,
  json: true,
  recorded: readdirSync('test/fixtures').filter(name => name.endsWith('.json')).length,
  respond: 'blank',
  budget: 10,
  sameDecision: true,
  retries: Array(7).fill('object'),
  told: true,
  routes: 2,
}

const each = (line: (name: string, specifier: string) => string, of = { ...entries, ...withLibraries }) =>
  Object.entries(of)
    .map(([name, entry]) => line(name, specifier(entry)))
    .join('\n')
const asModule = (name: string, from: string): string => `import * as ${name} from '${from}'`
const imported = each(asModule)
const bundled = (platform: Platform, source: string) => {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: source, resolveDir: consumer, loader: 'ts' },
    absWorkingDir: consumer,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform,
    logLevel: 'silent',
  })
  const [output] = Object.values(metafile.outputs)
  return { text: outputFiles[0]?.text ?? '', modules: Object.keys(output?.inputs ?? {}) }
}

describe('the packed library', () => {
  test('works as native modules', () => {
    const json = "import codes from 'problem-dialects/status-codes.json' with { type: 'json' }"
    const script = write('native.mjs', `${imported}\n${json}\n${work}`)
    expect(JSON.parse(run('node', ['--no-warnings', script]))).toEqual(done)
  })

  test('works with require', () => {
    const required = each((name, from) => `const ${name} = require('${from}')`)
    const script = write(
      'required.cjs',
      `${required}\nconst codes = require('problem-dialects/status-codes.json')\n${work}`,
    )
    expect(JSON.parse(run('node', [script]))).toEqual(done)
  })

  test('answers in every framework, as native modules', () => {
    const make = "import { createRequire } from 'node:module'\nconst require_ = createRequire(import.meta.url)"
    const text = `${each((name, from) => `import * as ${name} from '${from}'`, serving)}\n${make}\n${servers}`
    expect(run('node', ['--no-warnings', write('servers.mjs', text)])).toBe(answered)
  })

  test('answers in every framework, with require', () => {
    const required = each((name, from) => `const ${name} = require('${from}')`, serving)
    const text = `${required}\nconst require_ = require\n${servers}`
    expect(run('node', ['--no-warnings', write('servers.cjs', text)])).toBe(answered)
  })

  test('needs no Node where Hono needs none', () => {
    const bundle = bundled('browser', "import { problemHandler } from 'problem-dialects/hono'\nproblemHandler()")
    expect(bundle.text).not.toMatch(/["']node:/)
    expect(run('node', [write('worker.mjs', bundle.text)])).toBe('')
  })

  test.each<Platform>(['browser', 'node'])('works bundled for the platform %s', platform => {
    const bundle = bundled(platform, `${imported}\nimport codes from 'problem-dialects/status-codes.json'\n${work}`)
    expect(JSON.parse(run('node', [write(`bundle-${platform}.mjs`, bundle.text)]))).toEqual(done)
  })

  test.each<Platform>(['browser', 'node'])('gives a bundle for %s one dialect without the others', platform => {
    const bundle = bundled(
      platform,
      "import { basker } from 'problem-dialects/dialects/basker'\nconsole.log(basker.id)",
    )
    expect(bundle.modules.filter(path => path.includes('/dialects/'))).toEqual([expect.stringContaining('/basker.js')])
    expect(bundle.modules.filter(path => path.includes('/corridor'))).toEqual([])
    expect(run('node', [write('one.mjs', bundle.text)])).toBe('basker\n')
  })

  test('takes the tree-shakeable fp-ts where a bundler asks, and only there', () => {
    const spelt = (folder: string, spelling: string) =>
      readdirSync(join(installed, 'dist', folder), { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.js'))
        .filter(file => readFileSync(join(installed, 'dist', folder, file), 'utf8').includes(spelling))
    expect(spelt('bundler', 'fp-ts/es6/')).not.toEqual([])
    expect(['bundler'].flatMap(folder => spelt(folder, 'fp-ts/lib/'))).toEqual([])
    expect(['esm', 'cjs'].flatMap(folder => spelt(folder, 'fp-ts/es6/'))).toEqual([])
  })

  test('does nothing when it is imported', () => {
    const script = write(
      'silent.mjs',
      `const seen = () => JSON.stringify([globalThis, Object.prototype, Array.prototype, Error].map(o => Reflect.ownKeys(o).map(String)))
const before = seen()
${each((_, from) => `await import('${from}')`)}
if (seen() !== before) throw new Error('a global was changed')`,
    )
    expect(run('node', [script])).toBe('')
  })

  test('loads in few files: the entries, one for each dialect, and five shared ones', () => {
    for (const folder of ['esm', 'cjs', 'bundler']) {
      expect(readdirSync(join(installed, 'dist', folder, 'chunks')).sort()).toEqual([
        'content-encoding.js',
        'corridor.js',
        'parts.js',
        'registry.js',
        'server.js',
      ])
    }
  })

  test('has the responses of the test kit once, and only that entry loads them', () => {
    const files = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' }).filter(file =>
      /\.c?js$/.test(file),
    )
    const text = (file: string) => readFileSync(join(installed, 'dist', file), 'utf8')
    expect(files.filter(file => text(file).includes('corpus.cjs')).sort()).toEqual(
      ['bundler', 'cjs', 'esm'].map(folder => join(folder, 'testing/index.js')),
    )
    const [{ body = '' } = {}] = fixtures
    expect(body.length).toBeGreaterThan(50)
    expect(files.filter(file => text(file).includes(JSON.stringify(JSON.stringify(body)).slice(3, -3)))).toEqual([
      'corpus.cjs',
    ])
  })

  test('brings the schema of a dialect as data', () => {
    const script = write(
      'schema.mjs',
      "import schema from 'problem-dialects/dialect-spec.schema.json' with { type: 'json' }\nconsole.log(schema.$schema)",
    )
    expect(run('node', ['--no-warnings', script])).toContain('https://json-schema.org/draft/2020-12/schema')
  })

  test('brings its program', () => {
    expect(run(join(consumer, 'node_modules/.bin/problem-dialects'), ['status', '404'])).toContain('Not Found')
  })

  test('is the same tarball at every build', () => {
    const first = readFileSync(tarball)
    expect(readFileSync(pack()).equals(first)).toBe(true)
  })
})

describe('the manifest', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))

  // Without `node` first, a server-side bundle of Vite takes the bundler's files and then leaves fp-ts/es6 to Node, which cannot load it.
  test.each(Object.values({ ...entries, ...withLibraries, ...serving }).map(entry => entry.replace('basker', '*')))(
    'gives %s to Node first',
    entry => {
      expect(Object.keys(exports[entry].import)).toEqual(['types', 'node', 'workerd', 'browser', 'module', 'default'])
      expect(Object.keys(exports[entry].require)).toEqual(['types', 'default'])
    },
  )
})

describe('the packed declarations', () => {
  const program = `${each(asModule, entries)}
import type { ApiProblem } from 'problem-dialects'
const problem: ApiProblem | undefined = root.normalize({ status: 404, headers: {} })
export const title: string | undefined = problem?.title
export const phrase: string = status.statusOf(404).phrase
export const id: string = one.basker.id
export const used: readonly unknown[] = [client, envoy, fp, fetch, retry.retry({ method: 'GET' }), server, all, http, testing]
// @ts-expect-error a status is a number: the types are there, and are no \`any\`
export const wrong: string = status.statusOf(404).code
`
  const strict = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
    ...{ target: 'es2020', lib: ['es2020', 'dom', 'dom.iterable'], types: [], noEmit: true },
  }

  test.each([
    ['a Node module', 'consumer.mts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['a Node script', 'consumer.cts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['a bundler', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('compile strictly for %s', (_, file, options) => {
    write(file, program)
    const config = write(`${file}.json`, JSON.stringify({ compilerOptions: { ...strict, ...options }, files: [file] }))
    expect(run(bin('tsc'), ['-p', config])).toBe('')
  })

  test.each(['servers.mts', 'servers.cts'])('compile beside the frameworks: %s', file => {
    const text = `${each((name, from) => `import * as ${name} from '${from}'`, serving)}
import type { ErrorRequestHandler } from 'express'
import type { FastifyPluginAsync } from 'fastify'
import type { ErrorHandler } from 'hono'
import type { Middleware } from 'koa'
import type { DynamicModule } from '@nestjs/common'
export const handler: ErrorRequestHandler = problemExpress.problemHandler({ dialect: 'base' })
export const plugin: FastifyPluginAsync<{ dialect?: 'base' }> = problemFastify.problemPlugin
export const onError: ErrorHandler = problemHono.problemHandler()
export const middleware: Middleware = problemKoa.problems()
export const module_: DynamicModule = problemNest.ApiProblemModule.register()
// @ts-expect-error no dialect has this name: the types are there, and are no \`any\`
problemExpress.problemHandler({ dialect: 'nobody' })
`
    write(file, text)
    const options = { ...strict, module: 'nodenext', moduleResolution: 'nodenext', types: ['node'], skipLibCheck: true }
    const config = write(`${file}.json`, JSON.stringify({ compilerOptions: options, files: [file] }))
    expect(run(bin('tsc'), ['-p', config])).toBe('')
  })

  /** What a project with all of these libraries writes. Their own declarations are not ours to check. */
  const withClients = `${each(asModule, withLibraries)}
import type { RetryPolicy } from 'retry-ts'
const call = { request: { method: 'GET' } }
export const limit: number = got.problemRetry().limit
export const policy: RetryPolicy = retryTs.problemRetry(call).policy
${[
  'got.problemRetry().calculateDelay',
  'ky.problemRetry().hooks.beforeRetry[0]',
  'axios.problemRetry().retryDelay',
  'undici.problems()',
  'pRetry.problemRetry(call).shouldRetry',
  'cockatiel.problemRetry(call).backoff.next',
]
  .map(
    (typed, i) =>
      `// @ts-expect-error the types of the library are there\nexport const wrong${i}: readonly [string] = ${typed}`,
  )
  .join('\n')}
`
  const libraries = ['got', 'ky', 'axios', 'axios-retry', 'undici', 'p-retry', 'cockatiel', 'retry-ts', '@types']

  test.each([
    ['a Node module', 'clients.mts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['a Node script', 'clients.cts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['a bundler', 'clients.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('compile beside the libraries that they are for, for %s', (_, file, options) => {
    for (const name of libraries) {
      const link = join(consumer, 'node_modules', name)
      if (!existsSync(link)) symlinkSync(realpathSync(resolve('node_modules', name)), link, 'dir')
    }
    write(file, withClients)
    const compilerOptions = { ...strict, ...options, skipLibCheck: true, types: ['node'] }
    const config = write(`${file}.json`, JSON.stringify({ compilerOptions, files: [file] }))
    expect(run(bin('tsc'), ['-p', config])).toBe('')
  })

  test('resolve in every way that a linter of types knows', () => {
    const dialects = readdirSync(join(installed, 'dist/esm/dialects'))
      .filter(file => file.endsWith('.d.ts') && file !== 'index.d.ts')
      .map(file => `dialects/${file.slice(0, -'.d.ts'.length)}`)
    expect(dialects).toContain('dialects/basker')
    const report = run(bin('attw'), [tarball, '--format', 'ascii', '--no-emoji', '--include-entrypoints', ...dialects])
    expect(report).toContain('No problems found')
  })

  test('and the manifest pass the linter of packages', () => {
    expect(run(bin('publint'), ['run', tarball, '--strict'])).toContain('All good')
  })
})

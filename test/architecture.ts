/**
 * The plan of the house as a checker.
 * Comes in: the files of the repository as path and text. Goes out: one line for each broken rule.
 * It reads tokens, not types, needs no package, and does not know what any module does.
 */

export interface RepositoryFile {
  readonly path: string
  readonly text: string
}

/**
 * The floors, lowest first. Imports only go down, types included, and a floor does not see itself.
 * `x` is one file, `x/*` each file of a folder apart, `x/` a room: its files may import each other.
 */
export const floors: readonly (readonly string[])[] = [
  ['http/', 'status/', 'codec', 'word-table', 'standard-schema', 'nearest', 'public-words'],
  ['problem', 'rules'],
  ['ledger', 'problem-codec', 'said', 'transport/'],
  ['exchange', 'partial'],
  [
    'dialect',
    'problem-error',
    'transport',
    'reading',
    'products',
    'status-envelope',
    'audience',
    'field-errors',
    'prettify',
  ],
  ['error-list'],
  ['message-tree/', 'rpc-details', 'problem-items', 'voice'],
  ['by-name/', 'problem-types/', 'log-line'],
  ['dialects/*', 'shape-index', 'advise', 'retry/', 'spec/', 'relay/'],
  ['assemble', 'peer', 'detect', 'spec', 'learn/', 'define-problems'],
  ['dialects/index', 'decode', 'encode'],
  ['normalize', 'learn'],
  ['observe/', 'relay'],
  ['index', 'fp'],
  ['server/'],
  ['integrations/fetch'],
  ['integrations/client'],
  ['integrations/*', 'testing/'],
  ['cli/', 'proxy/'],
]

/** What is outside the library comes in through these doors only. */
const doors: Readonly<Record<string, RegExp>> = {
  integrations: /^(index|fp|http\/index|retry\/index|server\/(index|content-encoding)|integrations\/(fetch|client))$/,
  testing: /^(index|nearest|testing\/.*)$/,
  cli: /^(index|fp|nearest|dialects\/index|http\/index|status\/.*|server\/content-encoding|integrations\/.*|cli\/.*)$/,
  proxy: /^(index|fp|integrations\/.*|proxy\/.*)$/,
}

/** How packages are spelt: other spellings of fp-ts and io-ts compile, and then fail in native Node. */
const packages = /^(fp-ts\/lib\/[A-Za-z]+\.js|io-ts|structured-headers|negotiator)$/
const outerPackages = /^(?!(fp-ts|io-ts)(\/|$))/

const roomNames = /(^|\/)(utils?|helpers?|common|misc|shared|types?|constants?|lib|core)(\/|\.ts$)/

const vendors =
  'laravel symfony dingo django fastapi rails fastify nestjs hapi basker zendesk stripe github gitlab jira atlassian shopify ' +
  'twilio slack discord salesforce openai anthropic google aws amazon azure microsoft cloudflare akamai fastly heroku okta auth0 ' +
  'paypal adyen sendgrid mailgun kubernetes elasticsearch postgrest facebook twitter'
/** Names that a specification, the wire or a registry of packages gives: no vendor speaks in them. */
const specified =
  /@nestjs\/[a-z-]+|https?:\S+|google\.(rpc|protobuf)|x-github-request-id|x-slack-req-id|stripe-should-retry|azure-asyncoperation|(zendesk|anthropic)-ratelimit/gi

const isOuter = (path: string) => /^src\/(server|integrations|testing|cli|proxy)\//.test(path)
const isInner = (path: string) => !isOuter(path)
/** Servers and proxies answer in the place of any API: three fallbacks know them, so they are one table and no dialect. */
const knowsVendors = (path: string) => /^src\/((dialects|status|cli|testing)\/|products\.ts$)/.test(path)

/** Rules that one pattern says. `code` has neither comments nor strings. */
const patterns: readonly { rule: string; on: 'code' | 'text'; where?: (path: string) => boolean; found: RegExp }[] = [
  { rule: 'has no module header', on: 'text', found: /^(?!(#!.*\n)?\/\*\*)/ },
  { rule: 'exports all of another module', on: 'code', found: /\bexport\s*(type\s*)?\*/ },
  { rule: 'has a default export', on: 'code', found: /\bexport\s+default\b|\bas\s+default\b/ },
  // the list of all dialects is as long as there are dialects
  {
    rule: 'is longer than 300 lines',
    on: 'text',
    where: path => path !== 'src/dialects/index.ts',
    found: /^(.*\n){300}./,
  },
  {
    rule: 'needs what edge engines lack',
    on: 'code',
    where: isInner,
    found:
      /\b(Map|Set|WeakMap|WeakSet|BigInt|URL|Intl|structuredClone)\b|\d+n\b|\bObject\.fromEntries\b|\bDate\.parse\b|\.(flat|at|replaceAll)\(|\/ \/[a-z]*[uv]/,
  },
  { rule: 'makes a pattern with the flag u', on: 'text', where: isInner, found: /\bRegExp\([^)]*,\s*['"][a-z]*[uv]/ },
  {
    rule: 'reads clock, chance, network or environment',
    on: 'code',
    where: isInner,
    found:
      /(?<![.\w$])((fetch|setTimeout|setInterval|queueMicrotask|require)\s*\(|(process|console|performance|crypto|navigator)\.|Date\.now\b|Math\.random\b|new Date\(\s*\))/,
  },
]

/** One token that is not code: a comment, a string, a template or a regular expression. */
const token =
  /(\/\*[\s\S]*?\*\/|\/\/.*)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(`(?:\\[\s\S]|[^`\\])*`)|(?<=(?:^|[=(,:;!&|?{}[>]|return)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/([a-z]*)/g
const withoutComments = (text: string) => text.replace(token, (all, comment) => (comment ? ' ' : all))
const codeOf = (text: string) =>
  text.replace(token, (all, comment, template, flags) => {
    if (comment) return ' '
    if (template) return `""${[...template.matchAll(/\$\{([^}]*)\}/g)].map(match => ` ${match[1]} `).join('')}`
    return all[0] === '/' ? `/ /${flags}` : '""'
  })

const specifier =
  /(?:^|[\s;}])(?:import|export)\b(?:[\w\s{},*$]*?\bfrom)?\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g
const specifiersOf = (text: string) =>
  [...withoutComments(text).matchAll(specifier)].map(found => found[1] ?? found[2] ?? '')

const nameOf = (path: string) => path.replace(/^src\/|\.ts$/g, '')
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))
const resolved = (from: string, to: string) => {
  const parts = folderOf(from).split('/')
  for (const step of to.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return nameOf(parts.join('/').replace(/\.js$/, '.ts'))
}

const covers = (entry: string, name: string) =>
  entry === name ||
  (entry.endsWith('/') ? name.startsWith(entry) : entry.endsWith('*') && folderOf(name) === folderOf(entry))
/** The floor and the entry of a module; a file of its own in the table is found before its folder. */
const placeOf = (name: string) => {
  const places = floors.flatMap((entries, floor) =>
    entries.filter(entry => covers(entry, name)).map(entry => ({ floor, entry })),
  )
  return places.find(place => place.entry === name) ?? places[0]
}

const imports = ({ path, text }: RepositoryFile): string[] => {
  const name = nameOf(path)
  const place = placeOf(name)
  if (!place) return ['has no floor']
  return specifiersOf(text).flatMap(to => {
    if (!to.startsWith('.')) {
      if (packages.test(to) || (isOuter(path) && outerPackages.test(to))) return []
      return [`imports ${to}`]
    }
    if (!/\.js$/.test(to)) return [`imports ${to} without its extension`]
    const target = resolved(path, to)
    const below = placeOf(target)
    const sameRoom = below?.entry === place.entry && place.entry.endsWith('/')
    if (!below || (below.floor >= place.floor && !sameRoom)) return [`imports ${target}, which is not on a lower floor`]
    const door = doors[name.split('/')[0] ?? '']
    return door && !door.test(target) ? [`imports ${target} past the door`] : []
  })
}

const vendorNames = ({ path, text }: RepositoryFile): string[] =>
  (text.replace(specified, '').match(new RegExp(`\\b(${vendors.replace(/ /g, '|')})\\b`, 'gi')) ?? [])
    .filter(word => !path.includes(word.toLowerCase()))
    .map(word => `names ${word}`)

/** What the fixtures of some dialects call it; `undefined` where there is no body to have a fixture of. */
const fixtureDialects: Readonly<Record<string, string | undefined>> = {
  'problem-json': 'problem',
  json: 'generic',
  plain: undefined,
}

/** What of an index row is missing: a dialect is imported, exported by its name, and in the list. */
const missingRows = (id: string, index: string): Record<string, boolean> => {
  const code = withoutComments(index)
  const name = id.replace(/-([a-z0-9])/g, (_, first: string) => first.toUpperCase())
  const inList = (list: RegExp) => new RegExp(`\\b${name}\\b`).test(list.exec(code)?.[1] ?? '')
  return {
    'import in dialects/index': !new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\./${id}\\.js'`).test(code),
    'export in dialects/index': !inList(/export \{([^}]*)\}/),
    'row in dialects/index': !inList(/const dialects[^=]*=\s*\[([^\]]*)\]/),
  }
}

/** A dialect is a source file, a page, a fixture and a row; an integration is a file and its export. */
const incomplete = ({ path, text }: RepositoryFile, files: readonly RepositoryFile[]): string[] => {
  const [, folder, id] = /^src\/(dialects|integrations)\/(.+)\.ts$/.exec(path) ?? []
  const has = (pattern: RegExp) => files.some(file => pattern.test(file.path))
  const says = (of: string, words: string) => files.some(file => file.path === of && file.text.includes(words))
  if (id === undefined || (folder === 'dialects' && id === 'index')) return []
  const exported = folder === 'dialects' && !id.includes('/') ? '*' : id
  const missing: Record<string, boolean> = {
    'export in package.json': !says('package.json', `./dist/esm/${folder}/${exported}.js`),
  }
  if (folder === 'dialects') {
    missing['page'] = !has(new RegExp(`^docs/dialects/${id}\\.md$`))
    const named = id in fixtureDialects ? fixtureDialects[id] : id
    const isFixture = ({ path, text }: RepositoryFile) =>
      /^test\/fixtures\/[0-9]{3}-[^/]+\.json$/.test(path) && text.includes(`"dialect": "${named}"`)
    missing['fixture'] = named !== undefined && !files.some(isFixture)
    Object.assign(missing, missingRows(id, files.find(file => file.path === 'src/dialects/index.ts')?.text ?? ''))
    missing['id that is its file name'] = !new RegExp(`\\bid: '${id}'`).test(withoutComments(text))
  }
  return Object.keys(missing).flatMap(what => (missing[what] ? [`has no ${what}`] : []))
}

/**
 * Every broken rule, as `path: what`. Sources are `src/**.ts`; the other files are only looked for.
 */
export const violations = (files: readonly RepositoryFile[]): string[] =>
  files
    .filter(({ path }) => /^src\/.*\.ts$/.test(path))
    .flatMap(file => {
      const { path, text } = file
      const read = { text, code: codeOf(text) }
      return [
        ...(/^src(\/[a-z0-9]+(-[a-z0-9]+)*)+\.ts$/.test(path) ? [] : ['is not kebab-case']),
        ...(roomNames.test(path) ? ['is named for no concept'] : []),
        ...patterns.flatMap(({ rule, on, where, found }) =>
          where?.(path) !== false && found.test(read[on]) ? [rule] : [],
        ),
        ...imports(file),
        ...(knowsVendors(path) ? [] : vendorNames(file)),
        ...incomplete(file, files),
      ].map(what => `${path}: ${what}`)
    })

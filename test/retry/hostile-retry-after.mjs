/**
 * What clients make of the `Retry-After` values that a server should not send, and of some that it may: `npm run hostile`.
 * Comes in: the built package, and real clients that GET from a server of this process, which always answers 429. Goes out: a table
 * on standard output and docs/hostile-retry-after.md; exit code 1 where a client with an integration of ours came early.
 */
import { writeFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ours, peers, serve, withoutWaiting } from './clients.mjs'

const dateIn = ms => new Date(Date.now() + ms).toUTCString()

/** What is sent, as it is named: a name of its own only where the value is not its own best name. */
const sentAs = {
  absent: () => undefined,
  'date, +1 s': () => dateIn(1_000),
  'date, 1999': () => 'Fri, 31 Dec 1999 23:59:59 GMT',
  'date, 9999': () => 'Fri, 31 Dec 9999 23:59:59 GMT',
}

/** Absent, short, odd, beyond what a timer holds, beyond what a number holds, dates, and what only looks like either. */
export const values = [
  ...['absent', '0', '1', '-5', '0.2', 'abc', '1e400', 'Infinity', '0x10'],
  ...['2147484', '9999999999', '99999999999999999999999'],
  ...['date, +1 s', 'date, 1999', 'date, 9999', '1, 1', '120 seconds', '2025'],
]

/** Until when the value asks to wait, by the grammar of RFC 9110 §10.2.3; nothing else asks for anything. */
const askedUntil = (value, receivedAt) => {
  if (/^\d+$/.test(value ?? '')) return receivedAt + Number(value) * 1_000
  return /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(value ?? '')
    ? Date.parse(value)
    : receivedAt
}

/** Sooner than this is at once, unless that is when the server asked for. */
const atOnceMs = 15

/** One client and one value: how often it sent again, after what wait, and how often that was too early. */
export const measure = async (client, name, options) => {
  const value = sentAs[name] === undefined ? name : sentAs[name]()
  const server = await serve({ status: 429, headers: value === undefined ? {} : { 'retry-after': value } })
  try {
    const { resent } = await withoutWaiting(() => client({ url: server.url, method: 'GET', options }), server)
    const retries = resent.map(({ waitMs, until }, i) => {
      const receivedAt = server.requests[i].at
      const asked = askedUntil(value, receivedAt)
      // timers count whole milliseconds
      const early = until + 1 < asked
      return { early, atOnce: waitMs < atOnceMs && (early || asked <= receivedAt) }
    })
    const early = retries.filter(retry => retry.early)
    const atOnce = retries.filter(retry => retry.atOnce)
    return { resent: resent.length, waitMs: resent[0]?.waitMs, early: early.length, atOnce: atOnce.length }
  } finally {
    await server.close()
  }
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [10_000, 's', 1_000],
]

const duration = ms => {
  const [, unit, per] = units.find(([from]) => ms >= from) ?? [0, 'ms', 1]
  const size = per ?? units.find(([, name]) => name === unit)[0]
  return `${Math.round((ms / size) * 10) / 10} ${unit}`
}

const cell = ({ resent, waitMs, early, atOnce }) => {
  if (resent === 0) return '·'
  const text = `${duration(waitMs)} (${resent}×)`
  return early + atOnce > 0 ? `**${text}**` : text
}

const sum = (results, what) => results.reduce((total, result) => total + result[what], 0)

const table = (clients, results) => {
  const names = Object.keys(clients)
  const row = cells => `| ${cells.join(' | ')} |`
  return [
    row(['`Retry-After`', ...names]),
    row(['---', ...names.map(() => '---')]),
    ...values.map(value =>
      row([value in sentAs ? value : `\`${value}\``, ...names.map(name => cell(results[name][value]))]),
    ),
    ...[
      ['sooner than asked', 'early'],
      [`within ${atOnceMs} ms`, 'atOnce'],
    ].map(([title, what]) =>
      row([`**${title}**`, ...names.map(name => `**${sum(Object.values(results[name]), what)}**`)]),
    ),
  ].join('\n')
}

const all = async (clients, options) => {
  const results = {}
  for (const [name, client] of Object.entries(clients)) {
    results[name] = {}
    for (const value of values) results[name][value] = await measure(client, value, options)
  }
  return results
}

const page = (peerTable, ourTable) => `# Hostile \`Retry-After\`

What real clients do when a server answers every GET with \`429\` and this \`Retry-After\`. Made by \`npm run hostile\`
(\`test/retry/hostile-retry-after.mjs\`) on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} cores.

A cell says how long the client waits before it sends the request again, and how often it does in all; \`·\`: it does not. Timers are
not sat out: what the client hands to \`setTimeout\` is recorded, as Node would treat it (beyond 2³¹ − 1 ms, or no number: 1 ms), and
let off at once. In bold: a re-send **sooner than asked**, by the grammar of
[RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3), or **within ${atOnceMs} ms** where nothing so short was asked. The last two
rows count these re-sends. A client that cuts a wait to what a timer holds (24.9 d) is early, too, if only on paper.

## As they come

${peerTable}

## With the integrations of this package

The draw of the jitter is fixed at a half, so that the table is the same every time: full jitter may draw a wait of nothing where the
server asked for none. What is sooner than asked does not depend on it.

${ourTable}

A wait of more than two minutes (\`maxWaitMs\`) is not begun: the error carries \`retry.notBefore\`, for a queue. \`0\`, a date in the past and
what cannot be read ask for no wait: then the backoff of the status counts.
`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = ['fetch', 'got', 'ky', 'axios', 'undici', 'p-retry', 'cockatiel', 'retry-ts']
  const modules = { index: await import('problem-dialects') }
  for (const name of names) modules[name] = await import(`problem-dialects/${name}`)
  const own = ours(modules)
  const ourResults = await all(own, { random: () => 0.5 })
  const tables = [table(peers, await all(peers)), table(own, ourResults)]
  console.log(tables.join('\n\n'))
  writeFileSync(new URL('../../docs/hostile-retry-after.md', import.meta.url), page(...tables))
  const results = Object.values(ourResults).flatMap(byValue => Object.values(byValue))
  if (sum(results, 'early') + sum(results, 'atOnce') > 0) process.exitCode = 1
}

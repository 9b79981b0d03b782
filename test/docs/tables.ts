/**
 * The parts of the documents that are made from the code, so that they cannot differ from it.
 * Comes in: the name of a region, such as `statuses basker`. Goes out: Markdown. Regenerate with `UPDATE_DOCS=1 npx vitest run test/docs`.
 */
import manifest from '../../package.json' with { type: 'json' }
import {
  type AnyDialect,
  type ApiWord,
  createNormalizer,
  defaultLimits,
  dialects,
  type RetrySemantics,
  statusOf,
  statusOfKind,
} from '../../src/index.js'
import { keepableFields } from '../../src/relay/fields.js'
import { applyWord } from '../../src/status/registry.js'
import { responsibilities } from '../../src/status/responsibility.js'
import { partialCases } from '../partials.js'
import { lossesByTarget, lossLegend, lossMatrix } from './losses.js'

const cell = (text: string): string => text.replace(/\|/g, '\\|')
const code = (text: string): string => `\`${text}\``
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cell).join(' | ')} |\n`).join('')

const dialectOf = (id: string): AnyDialect => {
  const found = dialects.find(dialect => dialect.id === id)
  if (found === undefined) throw new Error(`no dialect ${id}`)
  return found
}

/** Statuses that people meet; the page of all of them is `status-codes.md`. */
const common = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504]

const spelt = ({ advice, maxAttempts }: RetrySemantics): string =>
  maxAttempts > 1 ? `${code(advice)} ${maxAttempts}` : code(advice)
const wordOf = (status: number, api?: AnyDialect): string => spelt(statusOf(status, api).retry)

/** A column for each of these; the page of any other shows its own table. */
const shown = ['base', 'basker', 'laravel', 'plain']
const speakers = dialects.filter(({ id }) => shown.includes(id))

const retry = (): string =>
  table(
    ['status', 'by itself', 'applied', ...speakers.map(({ title }) => title)],
    common.map(status => [
      `${status} ${statusOf(status).phrase}`,
      wordOf(status),
      statusOf(status).retry.applied,
      ...speakers.map(api => {
        if (api.statuses?.[status] === undefined) return ''
        return wordOf(status, api) === wordOf(status) ? '=' : wordOf(status, api)
      }),
    ]),
  )

const roster = (): string =>
  `${dialects
    .map(({ id, fromProblem }) => {
      const link = `[${code(id)}](docs/dialects/${id}.md)`
      return fromProblem === undefined ? link : `**${link}**`
    })
    .join(' · ')}\n`

const overview = (): string =>
  table(
    ['id', 'who', 'knows', 'way back'],
    dialects.map(({ id, title, statuses, codes, fromProblem }) => [
      `[${code(id)}](dialects/${id}.md)`,
      title,
      [
        statuses && `${Object.keys(statuses).length} statuses`,
        codes && Object.keys(codes).length > 0 && `${Object.keys(codes).length} codes`,
      ]
        .filter(Boolean)
        .join(', '),
      fromProblem === undefined ? 'decode only' : 'yes',
    ]),
  )

const card = ({ title, docs, verified, fromProblem }: AnyDialect): string =>
  `- Who: ${title}\n- Document: ${/^https:/.test(docs) ? `<${docs}>` : docs}\n- Last checked: ${verified}\n- Way back: ${
    fromProblem === undefined ? 'none, decode only' : 'yes'
  }\n`

const statuses = (api: AnyDialect): string =>
  table(
    ['status', 'kind', 'retry', 'what its document says'],
    Object.entries(api.statuses ?? {}).map(([status, word]) => [
      status,
      code(word.kind ?? statusOf(Number(status)).kind),
      wordOf(Number(status), api),
      said(word),
    ]),
  )

const said = ({ meaning, because }: ApiWord): string =>
  meaning === undefined || because.startsWith(meaning) ? because : `${meaning.replace(/\.$/, '')}. ${because}`

const codes = (api: AnyDialect): string =>
  table(
    ['code', 'kind', 'retry', 'what its document says'],
    Object.entries(api.codes ?? {}).map(([name, word]) => [
      code(name),
      word.kind === undefined ? 'of the status' : code(word.kind),
      word.advice === undefined
        ? 'of the status'
        : spelt(applyWord(statusOf(statusOfKind[word.kind ?? 'unknown']).retry, word, '')),
      word.because,
    ]),
  )

const causes = (api: AnyDialect): string =>
  table(
    ['error', 'message', 'cause'],
    Object.entries(api.causes ?? {}).map(([pair, { because }]) => {
      const [error = '', ...message] = pair.split(': ')
      return [code(error), message.join(': '), because]
    }),
  )

const size = (count: number): string => {
  const power = [1_048_576, 1024].find(unit => count >= unit && count % unit === 0)
  if (power === undefined) return count.toLocaleString('en')
  return `${count / power} ${power === 1024 ? 'Ki' : 'Mi'}`
}

const limits = (): string => {
  const { bodyBytes, depth, items, keys, stringLength, extensionsLength } = defaultLimits
  const texts = `${size(stringLength)} characters a text, ${size(extensionsLength)} characters of \`extensions\``
  return `${size(bodyBytes)}B of body, depth ${depth}, ${size(items)} errors, ${size(keys)} members an object, ${texts}`
}

const entries = (): string =>
  Object.keys(manifest.exports)
    .map(path => code(manifest.name + path.slice(1)))
    .join(', ')

const { decode } = createNormalizer()

/** Who tells of operations, and what a problem then says: read, not claimed. */
const partial = (): string =>
  table(
    ['dialect', 'what', 'where it happened', 'status of each', 'total', 'the others took effect'],
    partialCases.map(({ dialect, what, exchange }) => {
      const { errors, partial: told } = decode(exchange)
      const first = errors.find(({ pointer, resource }) => pointer !== undefined || resource !== undefined)
      const place = first?.pointer ?? first?.resource
      const where = first?.pointer === undefined ? 'resource' : 'pointer'
      return [
        `[${code(dialect)}](dialects/${dialect}.md)`,
        what,
        place === undefined ? '' : `${code(where)} ${code(place)}`,
        first?.status === undefined ? '' : 'yes',
        told?.total === undefined ? '' : 'yes',
        told === undefined ? '' : told.others,
      ]
    }),
  )

const responsibility = (): string =>
  table(
    ['status', 'whose word', 'becomes', 'because'],
    responsibilities.map(({ status, whose, becomes, because }) => [
      `${status} ${statusOf(status).phrase}`,
      code(whose),
      becomes === status ? 'itself' : String(becomes),
      because,
    ]),
  )

const kept = (): string => `${keepableFields.map(code).join(', ')}\n`

/** Regions that stand once, whatever dialect. */
const parts: Readonly<Record<string, () => string>> = {
  partial,
  responsibility,
  kept,
  losses: lossMatrix,
  'losses by target': lossesByTarget,
  'losses legend': lossLegend,
}

const makers: Readonly<Record<string, (api: AnyDialect) => string>> = { card, statuses, codes, causes }

/** Makes one region. A name that nobody knows is an error of the document. */
export const make = (name: string): string => {
  if (name === 'dialects') return roster()
  if (name === 'overview') return overview()
  if (name === 'partial') return partial()
  if (name === 'count') return String(dialects.length)
  if (name === 'retry') return retry()
  if (name === 'limits') return limits()
  if (name === 'entries') return entries()
  const part = parts[name]
  if (part !== undefined) return part()
  const [what = '', id = ''] = name.split(' ')
  const maker = makers[what]
  if (maker === undefined) throw new Error(`nothing is made under the name ${name}`)
  return maker(dialectOf(id))
}

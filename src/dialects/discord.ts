/**
 * Discord: `{ code, message, errors? }`, and on a 429 `{ message, retry_after, global, code? }`.
 * Who: https://docs.discord.com/developers/reference#error-messages and …/topics/rate-limits. Observed: both documents and issues, 2026.
 * `code` is a number. `errors` is a tree in the shape of the request whose leaves are lists named `_errors`; list indices are text keys.
 * `retry_after` is in seconds with decimals (in milliseconds before v8); it stays in `extensions`, for the field may have rounded it up.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { formatPointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { besides, codeOf, isObj, itemOf, named, type Obj, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, fix, mend, unmet } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const discordBody = members(
  'DiscordBody',
  { message: t.string },
  { code: t.number, errors: t.UnknownRecord, retry_after: t.number, global: t.boolean },
)

/** @category dialects @since 0.1.0 */
export type DiscordBody = t.TypeOf<typeof discordBody>

const unknown = (what: string) => absent(`Unknown ${what}`)
const denied = <Because extends string>(because: Because) => ({ because, kind: 'permission_denied' }) as const
const full = <Because extends string>(because: Because) =>
  ({ because, kind: 'resource_exhausted', advice: 'never' }) as const
const later = <Because extends string>(because: Because) =>
  ({ because, kind: 'resource_exhausted', advice: 'after-delay', maxAttempts: 3, baseDelayMs: 1_000 }) as const

const codes = {
  0: { because: 'General error, such as a malformed request body' },
  10003: unknown('channel'),
  10004: unknown('guild'),
  10007: unknown('member'),
  10008: unknown('message'),
  10011: unknown('role'),
  10013: unknown('user'),
  10014: unknown('emoji'),
  10015: unknown('webhook'),
  10062: unknown('interaction'),
  20016: later('This action cannot be performed due to slowmode rate limit'),
  20028: later('The channel you are writing has hit the write rate limit'),
  20029: later('The write action you are performing on the server has hit the write rate limit'),
  30001: full('Maximum number of guilds reached (100)'),
  30003: full('Maximum number of pins reached for the channel (50)'),
  30005: full('Maximum number of guild roles reached (250)'),
  30007: full('Maximum number of webhooks reached (15)'),
  40001: {
    because: 'Unauthorized. Provide a valid token and try again',
    kind: 'unauthenticated',
    advice: 'fix-request', // a bot token is mended by a person
  },
  40060: unmet('Interaction has already been acknowledged'),
  40062: later('Service resource is being rate limited'),
  50001: denied('Missing access'),
  50006: fix('Cannot send an empty message'),
  50007: denied('Cannot send messages to this user'),
  50013: denied('You lack permissions to perform that action'),
  50027: mend('Invalid webhook token provided'),
  50035: fix('Invalid form body, or invalid Content-Type'),
  130000: {
    because: 'API resource is currently overloaded. Try again a little later',
    kind: 'unavailable',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type DiscordCode = `${keyof typeof codes}`

const statuses: StatusWords = {
  401: { because: 'The Authorization header was missing or invalid.', advice: 'fix-request' },
  429: { ...later('You are being rate limited, see Rate Limits.'), scope: 'client' },
  502: {
    because: 'There was not a gateway available to process your request. Wait a bit and retry.',
    advice: 'backoff',
  },
}

/** Served from the edge, without any delay: the address is banned for a time that is not said. */
const banned =
  'You are being blocked from accessing our API temporarily due to exceeding our rate limits frequently. Please read our docs at https://discord.com/developers/docs/topics/rate-limits to prevent this moving forward.'

const causes: Readonly<Record<string, ApiWord>> = {
  [`0: ${banned}`]: {
    because: 'The address is banned for exceeding the limits too often; no delay is given',
    kind: 'resource_exhausted',
    advice: 'never',
    maxAttempts: 1,
    scope: 'client',
  },
}

/** The code of what the wire says, in lower case: mostly the document's words, and where it is not. */
const spoken = wordTable<number>({
  ...Object.assign(
    {},
    ...Object.entries(codes).map(([code, { because }]) => ({ [because.toLowerCase()]: Number(code) })),
  ),
  'interaction has already been acknowledged.': 40060,
  'missing permissions': 50013,
  'invalid webhook token': 50027,
  'invalid form body': 50035,
  [banned.toLowerCase()]: 0,
  '401: unauthorized': 0,
  '404: not found': 0,
  '405: method not allowed': 0,
})

const longestMessage = 256

/** The first way down is looked at: where it ends in `_errors`, so do the others. */
const endsInErrors = (tree: Obj): boolean => {
  let node: Obj = tree
  for (let depth = 0; depth < 64; depth++) {
    if (Array.isArray(node['_errors'])) return true
    let next: Obj | undefined
    for (const name in node) {
      if (!isObj(node[name])) continue
      next = node[name]
      break
    }
    if (next === undefined) return false
    node = next
  }
  return false
}

const inEntry = named({ code: 'text', message: 'text' })

interface Walk {
  readonly payload: Payload
  readonly errors: ProblemItem[]
  count: number
  /** Every item repeats the names above it: a long name would grow a small body into a large problem. */
  spelling: number
}

const add = (walk: Walk, pointer: string, entry: unknown): void => {
  walk.count++
  if (walk.errors.length >= walk.payload.limits.items || walk.spelling < pointer.length) return
  walk.spelling -= pointer.length
  const { ledger } = walk.payload
  if (isObj(entry))
    walk.errors.push(
      itemOf({
        detail: textOf(entry['message']),
        pointer,
        code: textOf(entry['code']),
        extensions: besides(entry, inEntry, ledger),
      }),
    )
  else if (typeof entry === 'string') walk.errors.push({ detail: entry, pointer })
  else walk.errors.push(itemOf({ pointer, extensions: ledger.keep(undefined, 'value', entry) }))
}

const walkTree = (walk: Walk, node: Obj, pointer: string, depth: number): void => {
  for (const name in node) {
    const value = node[name]
    const at = name === '_errors' ? pointer : pointer + formatPointer([name])
    if (Array.isArray(value)) for (let i = 0; i < value.length; i++) add(walk, at, value[i])
    else if (isObj(value) && depth < 64) walkTree(walk, value, at, depth + 1)
    else add(walk, at, value)
  }
}

const toProblem = ({ code, message, errors, retry_after }: DiscordBody, payload: Payload): Said => {
  const walk: Walk = { payload, errors: [], count: 0, spelling: 4 * payload.limits.extensionsLength }
  if (errors !== undefined) walkTree(walk, errors, '', 0)
  return {
    detail: textOf(message),
    code: codeOf(code),
    errors: walk.errors,
    errorCount: walk.count,
    wait: retry_after === undefined ? undefined : { afterMs: 1_000 * retry_after },
    kept: true,
  }
}

const limited: Claim = { rung: 'distinctive', because: 'message, retry_after and global' }
const tree: Claim = { rung: 'distinctive', because: 'a numeric code beside a tree of errors that ends in _errors' }
const pair: Claim = { rung: 'distinctive', because: 'a numeric code and the message that belongs to it' }
const bucket: Claim = { rung: 'declared', because: 'the field X-RateLimit-Bucket' }

/**
 * The HTTP API of Discord.
 *
 * @see https://docs.discord.com/developers/reference#error-messages
 * @category dialects
 * @since 0.1.0
 */
export const discord: Dialect<'discord', DiscordBody, DiscordCode> = {
  id: 'discord',
  title: 'Discord',
  docs: 'https://docs.discord.com/developers/reference#error-messages',
  verified: '2026-11 against the documents and recorded bodies; no live capture',
  shape: [
    { required: { message: 'string', code: 'number' }, optional: { errors: 'object' }, absent: ['status', 'error'] },
    { required: { message: 'string', retry_after: 'number', global: 'boolean' }, absent: ['status', 'error'] },
  ],
  reads: ['message', 'code', 'errors'],
  body: discordBody,
  claim: ({ code, message, errors, retry_after, global }, { fields }) => {
    if (retry_after !== undefined && global !== undefined) return limited
    if (errors !== undefined && endsInErrors(errors)) return tree
    if (fields.get('x-ratelimit-bucket') !== undefined) return bucket
    return message.length <= longestMessage && code !== undefined && spoken(message.toLowerCase()) === code
      ? pair
      : undefined
  },
  toProblem,
  statuses,
  codes,
  causes,
}

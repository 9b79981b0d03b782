/**
 * Which fields of an upstream's response are still true of the answer that takes its place.
 * Comes in: the fields, the problem as it is answered. Goes out: fields to send, each written anew.
 * An allow-list: what describes the old body (its coding, length, range, validators), sets a cookie or belongs to the hop is not
 * on it. `Retry-After` and request ids are said by `encode`, from what was read.
 */
import type { Fields } from '../http/fields.js'
import { isField, writeChallenges, writeTokens } from '../http/write-fields.js'
import type { ApiProblem } from '../problem.js'
import { isSentence } from '../public-words.js'

/** How an upstream's field is kept. */
interface Kept {
  /** Only under these statuses. Default: under any. */
  readonly statuses?: readonly number[]
  /** Only where the quota is the caller's own. */
  readonly ofQuota?: true
  readonly write: (value: string) => string | undefined
}

const fitting =
  (form: RegExp) =>
  (value: string): string | undefined =>
    value.length <= 256 && form.test(value) ? value : undefined

/** Media ranges and codings with weights. */
const ranges = fitting(/^[\w!#$&^.+*/-]+(?:; ?[\w-]+=[\w.+-]+)*(?:, ?[\w!#$&^.+*/-]+(?:; ?[\w-]+=[\w.+-]+)*)*$/)
/** Numbers under names: no partition key, which may name a client. */
const quota = fitting(/^["\w-]+(?:[;,] ?["\w-]+(?:=[0-9"\w-]+)?)*$/)

/** Without a realm that may be the name of a host; the rest of a challenge is what its specification wants. */
const challenges = (value: string): string | undefined =>
  writeChallenges(value)?.replace(/realm="((?:[^"\\]|\\.)*)"/g, (all, realm: string) =>
    isSentence(realm) ? all : 'realm=""',
  )

const directives = /^(?:no-store|no-cache|private|public|must-revalidate|must-understand|max-age=[0-9]{1,9})$/
/** The directives of responses that a shared cache must not miss; an unknown one is left out. */
const cacheControl = (value: string): string | undefined => {
  const known = value
    .toLowerCase()
    .split(',')
    .map(one => one.trim())
    .filter(one => directives.test(one))
  return known.length === 0 ? undefined : known.join(', ')
}

const table: Readonly<Record<string, Kept>> = {
  allow: { statuses: [405], write: writeTokens },
  'www-authenticate': { statuses: [401], write: challenges },
  'proxy-authenticate': { statuses: [407], write: challenges },
  accept: { statuses: [415], write: ranges },
  'accept-encoding': { statuses: [415], write: ranges },
  'accept-patch': { statuses: [415], write: ranges },
  'accept-post': { statuses: [415], write: ranges },
  'content-range': { statuses: [416], write: fitting(/^bytes \*\/[0-9]{1,18}$/) },
  'cache-control': { write: cacheControl },
  vary: { write: value => (value.trim() === '*' ? '*' : writeTokens(value)) },
  ratelimit: { ofQuota: true, write: quota },
  'ratelimit-policy': { ofQuota: true, write: quota },
  'ratelimit-limit': { ofQuota: true, write: quota },
  'ratelimit-remaining': { ofQuota: true, write: quota },
  'ratelimit-reset': { ofQuota: true, write: quota },
  'x-ratelimit-limit': { ofQuota: true, write: quota },
  'x-ratelimit-remaining': { ofQuota: true, write: quota },
  'x-ratelimit-reset': { ofQuota: true, write: quota },
}

/** The fields that can stay, in the order of the table, for its page. @category model @since 0.1.0 */
export const keepableFields: readonly string[] = Object.keys(table)

/**
 * The fields that stay where the answer has the status of the response: none where it has another. With a quota that is not the
 * caller's, its fields do not.
 *
 * @category encoding
 * @since 0.1.0
 */
export const keptFields = (
  fields: Fields,
  { status, source }: ApiProblem,
  { quotaIsOurs = false }: { readonly quotaIsOurs?: boolean },
): Readonly<Record<string, string>> => {
  const kept: Record<string, string> = {}
  if (source.wireStatus !== status) return kept
  for (const name of keepableFields) {
    const { statuses, ofQuota, write } = table[name] as Kept
    if (statuses?.includes(status) === false || (ofQuota === true && quotaIsOurs)) continue
    const given = fields.get(name)
    const value = given === undefined ? undefined : write(given)
    if (isField(name, value)) kept[name] = value
  }
  return kept
}

/**
 * Which members of an object hold the message, the code, the ids, the field and so on.
 * Comes in: a JSON object. Goes out: a name for each role. One look at each member: its name decides and what kind of value stands
 * there, never what a message says.
 */
import { parseDuration, type Wait } from '../http/retry-after.js'
import { isObj, type Obj, textOf } from '../reading.js'
import { none, type Ranks, ranksOf } from './names.js'
import { isLoc, placeOfWord } from './where.js'

const hasOwn = Object.prototype.hasOwnProperty

/** Words that stand where a code could, and say no more than that there is an error. */
const hollow: Readonly<Record<string, true>> = Object.assign(Object.create(null), {
  error: true,
  Error: true,
  errors: true,
  Exception: true,
  fail: true,
  failed: true,
  failure: true,
  Failure: true,
  field: true,
  object: true,
  ok: true,
  OK: true,
  success: true,
  false: true,
  true: true,
})

/** A machine code has no white space. @category detection @since 0.1.0 */
export const isWord = (text: string): boolean =>
  text.length <= 128 && text !== '' && !/\s/.test(text) && !/^https?:/i.test(text)

/** A status as a number, or its three digits. @category decoding @since 0.1.0 */
export const statusOfMember = (u: unknown): number | undefined => {
  const status = typeof u === 'string' && /^[1-5][0-9]{2}$/.test(u) ? Number(u) : u
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined
}

const nothing: readonly never[] = Object.freeze([])

/** The name put where its rank says. */
const ranked = (names: readonly string[], name: string, by: 'errors' | 'envelope'): readonly string[] => {
  if (names.length === 0) return [name]
  const at = (ranksOf(name) as Ranks)[by]
  const i = names.findIndex(other => (ranksOf(other) as Ranks)[by] > at)
  return i < 0 ? [...names, name] : [...names.slice(0, i), name, ...names.slice(i)]
}

/** The names of the members that were found, one for each role. @category model @since 0.1.0 */
export class Roles {
  message: string | undefined = undefined
  code: string | undefined = undefined
  /** A number where a code stands that may as well be the status. */
  number: string | undefined = undefined
  requestId: string | undefined = undefined
  status: string | undefined = undefined
  help: string | undefined = undefined
  place: string | undefined = undefined
  field: string | undefined = undefined
  wait: string | undefined = undefined
  /** How many members there are, and how many of them are objects or lists. */
  count = 0
  objects = 0
  /** Objects and lists that may hold errors, and objects that may be an envelope: in the order in which to look. */
  errors: readonly string[] = nothing
  envelopes: readonly string[] = nothing
}

/** All of the same shape: engines like that. */
class Best {
  message = none
  code = none
  number = none
  requestId = none
  status = none
  help = none
  place = none
  field = none
  wait = none
}

const seeText = (found: Roles, best: Best, name: string, value: string, known: Ranks): void => {
  if (known.message < best.message) {
    best.message = known.message
    found.message = name
  }
  if (known.either < none || known.code < none) {
    // what is always a code comes before what may be one
    const at = known.code < none ? known.code : none / 2 + known.either
    if (isWord(value)) {
      // an id is mostly that of something; a code where it is a word as codes are spelt
      if (name === 'id' && !/^[a-z]{2,20}(?:_[a-z]{2,20}){0,4}$/.test(value)) return
      if (at < best.code && hollow[value] === undefined && !(known.status < none && isStatusText(value))) {
        best.code = at
        found.code = name
      }
    } else if (known.either < none && at < best.message) {
      best.message = at
      found.message = name
    }
  }
  if (known.requestId < best.requestId) {
    best.requestId = known.requestId
    found.requestId = name
  }
  if (known.status < best.status && isStatusText(value)) {
    best.status = known.status
    found.status = name
  }
  if (known.help < best.help) {
    best.help = known.help
    found.help = name
  }
  if (known.place < best.place && placeOfWord(value) !== undefined) {
    best.place = known.place
    found.place = name
  } else if (known.field < best.field) {
    best.field = known.field
    found.field = name
  }
  if (known.wait < best.wait) {
    best.wait = known.wait
    found.wait = name
  }
}

const isStatusText = (value: string): boolean => value.length === 3 && /^[1-5][0-9]{2}$/.test(value)

const seeNumber = (found: Roles, best: Best, name: string, value: number, known: Ranks): void => {
  if (known.requestId < best.requestId) {
    best.requestId = known.requestId
    found.requestId = name
  }
  const at = name === 'error' ? none / 2 : known.status
  if (at < best.status && statusOfMember(value) !== undefined) {
    best.status = at
    found.status = name
  } else {
    // what is called a status and is none is a code of the API's own
    const code = known.code < none ? known.code : none / 2 + known.status
    if (code < best.number) {
      best.number = code
      found.number = name
    }
  }
  if (known.wait < best.wait) {
    best.wait = known.wait
    found.wait = name
  }
}

const seeObject = (found: Roles, best: Best, name: string, value: object, known: Ranks): void => {
  if (known.errors < none) found.errors = ranked(found.errors, name, 'errors')
  if (Array.isArray(value)) {
    if (known.field < best.field && isLoc(value)) {
      best.field = known.field
      found.field = name
    }
    return
  }
  if (known.envelope < none) found.envelopes = ranked(found.envelopes, name, 'envelope')
  // a text with its language
  if (name === 'message' && best.message > 0 && messageIn(value) !== undefined) {
    best.message = 0
    found.message = name
  }
}

/**
 * Which members of an object play which role. Lists and objects play none, but a location in pieces is a field.
 *
 * @example
 * rolesOf({ error: 'gone', message: 'No order 7' }) // { message: 'message', code: 'error', … }
 * rolesOf({ error: 'No order 7' }) // { message: 'error', … }
 *
 * @category decoding
 * @since 0.1.0
 */
export const rolesOf = (object: Obj): Roles => {
  const found = new Roles()
  let best: Best | undefined
  for (const name in object) {
    found.count++
    const value = object[name]
    const known = ranksOf(name)
    if (typeof value === 'object' && value !== null) {
      found.objects++
      if (known !== undefined && hasOwn.call(object, name)) seeObject(found, (best ??= new Best()), name, value, known)
    } else if (known !== undefined && hasOwn.call(object, name)) {
      best ??= new Best()
      if (typeof value === 'number') seeNumber(found, best, name, value, known)
      else if (typeof value !== 'string') continue
      else if (value !== '') seeText(found, best, name, value, known)
      else if (known.field < best.field) {
        // an empty path is the whole document
        best.field = known.field
        found.field = name
      }
    }
  }
  return found
}

/** The message in a member that plays that role. @category decoding @since 0.1.0 */
export const messageIn = (u: unknown): string | undefined => {
  if (typeof u === 'string') return u
  const value = isObj(u) ? u['value'] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

const units: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  retryAfterMs: 1,
  retry_after_ms: 1,
  retryAfterSeconds: 1_000,
  retry_after_seconds: 1_000,
})

/** A delay: a number has a unit only where its name says so. @category decoding @since 0.1.0 */
export const waitOf = (name: string, u: unknown): Wait | undefined => {
  const unit = units[name]
  if (typeof u === 'number') return unit === undefined || u < 0 ? undefined : { afterMs: u * unit }
  const afterMs = typeof u === 'string' && /[a-z]/.test(u) ? parseDuration(u) : undefined
  return afterMs === undefined ? undefined : { afterMs }
}

/** Where an envelope keeps its code, if not beside the message. */
const codePlaces = ['data', 'detail', 'details', 'extensions']

/** The code in a member of the envelope. @category decoding @since 0.1.0 */
export const codeWithin = (body: Obj): string | undefined => {
  for (const place of codePlaces) {
    const object = body[place]
    if (!isObj(object)) continue
    for (const name of ['code', 'errorCode', 'errorcode', 'error_code']) {
      const word = textOf(object[name])
      if (word !== undefined && isWord(word)) return word
    }
  }
  return undefined
}

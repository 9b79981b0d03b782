/**
 * HTTP fields ("headers") of one response, whatever shape the client gave them in.
 * Comes in: anything. Goes out: lower-case names, trimmed values, and two hints that let later rooms skip their work.
 * This room knows no field's meaning beyond those hints, and never throws: what is no field is left out.
 */

/**
 * The shapes in which clients hold fields: a record (any case, one value or several), pairs, or a WHATWG `Headers`.
 *
 * @category model
 * @since 0.1.0
 */
export type HeadersInput =
  | Readonly<Record<string, unknown>>
  | Iterable<readonly [string, string]>
  | { forEach(callback: (value: string, name: string) => void): void }

/**
 * The fields of one response. `get` takes a lower-case name; several values are joined by `, `.
 *
 * @category model
 * @since 0.1.0
 */
export interface Fields {
  readonly get: (name: string) => string | undefined
  /** Lower-case names in the order of their first line. */
  readonly names: readonly string[]
  /** The names of the fields that can carry a delay or a veto, some of them in vain. */
  readonly delays: readonly string[]
  /** The names of the fields that can carry a request id or a trace id, some of them in vain. */
  readonly ids: readonly string[]
  /** How many lines a cap left out. Where reading had to end, what came after that counts as one. */
  readonly dropped: number
  /** How many values a cap cut short. */
  readonly cut: number
}

const none: readonly never[] = Object.freeze([])
const maxFields = 1_000
const maxLines = 100_000
const maxNameLength = 256
const maxValueLength = 8_192

interface Spelling {
  readonly name: string
  readonly delays: boolean
  readonly ids: boolean
  /** Whether later rooms act on it: fields that nobody reads must not crowd it out. */
  readonly controls: boolean
}

const maxSpellings = 512
const maxSpellingLength = 64
let spellings: Record<string, Spelling> = Object.create(null)
let spellingCount = 0

const spellingOf = (raw: string): Spelling => {
  const known = spellings[raw]
  if (known !== undefined) return known
  const name = raw.toLowerCase()
  const delays = /retry|rate-?limit|reset|x-envoy-/.test(name)
  const ids = /req(uest)?-?id|correlation|trace|x-trans-id|amz-|^cf-ray$|^x-varnish$/.test(name)
  const spelling = { name, delays, ids, controls: delays || ids || /^(?:content-type|date|age)$/.test(name) }
  if (raw.length <= maxSpellingLength) {
    // Starting anew when full keeps a stranger's nonsense names from shutting the usual ones out for good.
    if (spellingCount >= maxSpellings) {
      spellings = Object.create(null)
      spellingCount = 0
    }
    spellings[raw] = spelling
    spellingCount++
  }
  return spelling
}

const isOws = (code: number): boolean => code === 0x20 || code === 0x09

const trimOws = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isOws(text.charCodeAt(start))) start++
  while (end > start && isOws(text.charCodeAt(end - 1))) end--
  return end - start === text.length ? text : text.slice(start, end)
}

const numeral = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : undefined)

const shortList = 64

class FieldList implements Fields {
  readonly names: string[] = []
  /** As they came, unless they had to be cut: they are trimmed when asked for, which most of them never are. */
  private readonly values: string[] = []
  /** Where each name of a long list is; behind by the names that came since it was last asked. */
  private places: Record<string, number> | undefined
  private placed = 0
  private lines = 0
  private hasUpperCase = false
  readonly delays: string[] = []
  readonly ids: string[] = []
  dropped = 0
  cut = 0

  get(name: string): string | undefined {
    const value = this.values[this.placeOf(name)]
    return value === undefined ? undefined : trimOws(value)
  }

  /** `isUnique`: no other line of this input is spelt the same. It throws where there is no end to the lines. */
  add(raw: unknown, given: unknown, isUnique: boolean): void {
    if (++this.lines > maxLines) {
      this.dropped++
      throw new RangeError('too many lines')
    }
    if (typeof raw !== 'string' || raw === '') return
    const value = typeof given === 'string' ? given : Array.isArray(given) ? this.joined(given) : numeral(given)
    if (value === undefined) return
    if (raw.length > maxNameLength) {
      this.dropped++
      return
    }
    const spelling = spellingOf(raw)
    if (spelling.name !== raw) this.hasUpperCase = true
    if (!isUnique || this.hasUpperCase) {
      const at = this.placeOf(spelling.name)
      if (at >= 0) {
        const before = this.values[at] ?? ''
        if (before.length >= maxValueLength) this.cut++
        else this.values[at] = this.joined([before, value]) ?? value
        return
      }
    }
    if (this.names.length >= maxFields && !spelling.controls) {
      this.dropped++
      return
    }
    this.names.push(spelling.name)
    this.values.push(this.bounded(value))
    if (spelling.delays) this.delays.push(spelling.name)
    if (spelling.ids) this.ids.push(spelling.name)
  }

  private placeOf(name: string): number {
    const { names } = this
    if (names.length <= shortList) return names.indexOf(name)
    const places = (this.places ??= Object.create(null) as Record<string, number>)
    for (; this.placed < names.length; this.placed++) places[names[this.placed] ?? ''] = this.placed
    return places[name] ?? -1
  }

  private bounded(value: string): string {
    if (value.length <= maxValueLength) return value
    const trimmed = trimOws(value)
    if (trimmed.length > maxValueLength) this.cut++
    return trimmed.slice(0, maxValueLength)
  }

  private joined(values: readonly unknown[]): string | undefined {
    let text: string | undefined
    const count = Math.min(values.length, maxFields)
    for (let i = 0; i < count; i++) {
      const item = values[i]
      const value = typeof item === 'string' ? trimOws(item) : numeral(item)
      if (!value) text ??= value
      else text = text ? `${text}, ${value}` : value
      if (text !== undefined && text.length > maxValueLength) return this.bounded(text)
    }
    if (values.length > count) this.cut++
    return text
  }
}

type Lines = Partial<Iterable<unknown>> & { forEach?: (callback: (value: unknown, name: unknown) => void) => void }

const isIterable = (input: object): input is Iterable<unknown> =>
  typeof (input as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'

const isLines = (input: Lines): boolean => isIterable(input) || typeof input.forEach === 'function'

const read = (input: Lines, into: FieldList): void => {
  if (isIterable(input)) {
    for (const pair of input) {
      if (Array.isArray(pair)) into.add(pair[0], pair[1], false)
      else into.add(undefined, undefined, false)
    }
  } else if (typeof input.forEach === 'function') {
    input.forEach((value, name) => {
      into.add(name, value, false)
    })
  } else readRecord(input as Readonly<Record<string, unknown>>, into)
}

const hasOwn = Object.prototype.hasOwnProperty

const readRecord = (input: Readonly<Record<string, unknown>>, into: FieldList): void => {
  // `for in` reads the values of a record at a third of what `Object.keys` costs.
  for (const name in input) if (hasOwn.call(input, name)) into.add(name, input[name], true)
}

/** The fields of a record that is as good as a list of them: no value is copied. */
class FieldRecord implements Fields {
  private readonly record: Readonly<Record<string, unknown>>
  readonly names: readonly string[]
  readonly delays: readonly string[]
  readonly ids: readonly string[]
  readonly dropped = 0
  readonly cut = 0

  constructor(
    record: Readonly<Record<string, unknown>>,
    names: readonly string[],
    delays: readonly string[],
    ids: readonly string[],
  ) {
    this.record = record
    this.names = names
    this.delays = delays
    this.ids = ids
  }

  get(name: string): string | undefined {
    // most fields that are asked for are not there: a few names are compared in a tenth of the time that a record takes to say so
    const { names } = this
    for (let i = 0; i < names.length; i++) if (names[i] === name) return this.valueOf(name)
    return undefined
  }

  private valueOf(name: string): string | undefined {
    try {
      const value = this.record[name]
      return typeof value === 'string' ? trimOws(value) : undefined
    } catch {
      return undefined
    }
  }
}

/**
 * Most clients give a small record of lower-case names and texts: it is looked through once and left where it is. Any other
 * is read with more care.
 */
const asRecord = (input: Readonly<Record<string, unknown>>): Fields | undefined => {
  const names: string[] = []
  let delays: string[] | undefined
  let ids: string[] | undefined
  try {
    for (const name in input) {
      const value = input[name]
      if (typeof value !== 'string' || value.length > maxValueLength || name.length > maxSpellingLength)
        return undefined
      if (name === '' || names.push(name) > shortList || !hasOwn.call(input, name)) return undefined
      const spelling = spellingOf(name)
      if (spelling.name !== name) return undefined
      if (spelling.delays) (delays ??= []).push(name)
      if (spelling.ids) (ids ??= []).push(name)
    }
  } catch {
    return undefined
  }
  return names.length === 0 ? undefined : new FieldRecord(input, names, delays ?? none, ids ?? none)
}

const noFields: Fields = { get: () => undefined, names: [], delays: none, ids: none, dropped: 0, cut: 0 }

/**
 * Reads fields from whatever a client holds them in. Numbers become text, and anything that is no field (or throws while it
 * is read) is left out. Of more than 1,000 fields those are kept that carry a delay, a veto, an id, `Content-Type`, `Date`
 * or `Age`; values are cut at 8,192 characters, reading ends after 100,000 lines, and each of these cuts is counted.
 *
 * @example
 * fieldsOf({ 'Retry-After': ' 5 ' }).get('retry-after') // '5'
 * fieldsOf(null).get('retry-after') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5
 * @category constructors
 * @since 0.1.0
 */
export const fieldsOf = (input: unknown): Fields => {
  if (typeof input !== 'object' || input === null) return noFields
  const fields = new FieldList()
  try {
    const record = isLines(input) ? undefined : asRecord(input as Readonly<Record<string, unknown>>)
    if (record !== undefined) return record
    read(input, fields)
  } catch {
    // What was read before the getter, iterator, proxy or cap threw still counts.
  }
  return fields.names.length === 0 && fields.dropped === 0 ? noFields : fields
}

/**
 * Which rung a body earns, by what stands in it and in the fields of its response.
 * Comes in: a body of any type and its payload. Goes out: the first claim whose conditions all hold.
 * This room looks at values and types, never into sentences.
 */
import type { Claim, MemberType } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { parsePointer } from '../http/pointer.js'
import { isObj } from '../reading.js'
import { type WordTable, wordTable } from '../word-table.js'
import type { DialectSpec, JsonScalar, SpecClaim, SpecCondition } from './format.js'
import { firstCode, firstText, valueAt } from './look.js'
import { listed } from './plan.js'
import type { Reader } from './read.js'

/** One condition, made ready. */
interface Test {
  /** What the body says must stand in this table. */
  readonly documented: SpecCondition['documented']
  readonly header: string | undefined
  readonly tokens: readonly string[]
  readonly has: boolean | undefined
  readonly types: readonly MemberType[] | undefined
  readonly equals: JsonScalar | undefined
  readonly words: WordTable<true> | undefined
  /** Those of `oneOf` that are no texts. */
  readonly others: readonly JsonScalar[]
  readonly startsWith: string | undefined
  readonly only: Readonly<Record<string, true>> | undefined
}

/** @category model @since 0.1.0 */
export interface Earned {
  readonly claim: Claim
  readonly tests: readonly Test[]
}

const named = (names: readonly string[]): Readonly<Record<string, true>> => {
  const out: Record<string, true> = Object.create(null)
  for (const name of names) out[name] = true
  return out
}

const testOf = (given: SpecCondition): Test => {
  const { documented, header, pointer, has, type, equals, oneOf, startsWith, only } = given
  const texts: Record<string, true> = Object.create(null)
  for (const one of oneOf ?? []) if (typeof one === 'string') texts[one] = true
  return {
    documented,
    header: header?.toLowerCase(),
    tokens: parsePointer(pointer ?? '') ?? [],
    has,
    types: type === undefined ? undefined : listed(type),
    equals,
    words: oneOf === undefined ? undefined : wordTable(texts),
    others: (oneOf ?? []).filter(one => typeof one !== 'string'),
    startsWith,
    only: only === undefined ? undefined : named(only),
  }
}

/** The claims of a spec, in their order. @category constructors @since 0.1.0 */
export const earnedOf = ({ claims }: DialectSpec): readonly Earned[] =>
  listed<SpecClaim>(claims).map(({ rung, because, when }) => ({
    claim: Object.freeze({ rung, because }),
    tests: listed<SpecCondition>(when).map(testOf),
  }))

const typeOf = (value: unknown): MemberType | undefined => {
  const type = typeof value
  if (type === 'object') return value === null ? 'null' : Array.isArray(value) ? 'array' : 'object'
  return type === 'string' || type === 'number' || type === 'boolean' ? type : undefined
}

const hasOnly = (value: unknown, names: Readonly<Record<string, true>>): boolean => {
  if (!isObj(value)) return false
  for (const name in value) if (names[name] !== true) return false
  return true
}

const isOfType = (types: readonly MemberType[], value: unknown): boolean => {
  const type = typeOf(value)
  for (let i = 0; i < types.length; i++) if (types[i] === type) return true
  return false
}

const isOneOf = (words: WordTable<true>, others: readonly JsonScalar[], value: unknown): boolean =>
  typeof value === 'string' ? words(value) === true : others.includes(value as JsonScalar)

const holds = (test: Test, body: unknown, payload: Payload): boolean => {
  const value = test.header === undefined ? valueAt(body, test.tokens) : payload.fields.get(test.header)
  if (value === undefined) return test.has === false
  if (test.has === false) return false
  if (test.types !== undefined && !isOfType(test.types, value)) return false
  if (test.equals !== undefined && test.equals !== value) return false
  if (test.startsWith !== undefined && !(typeof value === 'string' && value.startsWith(test.startsWith))) return false
  if (test.only !== undefined && !hasOnly(value, test.only)) return false
  return test.words === undefined || isOneOf(test.words, test.others, value)
}

/** Does the code that the body says, or the code with its message, stand in a table of the spec? */
const isDocumented = ({ plan, documented, causes }: Reader, what: 'code' | 'cause', body: unknown): boolean => {
  const code = firstCode(plan.code, body)
  if (code === undefined) return false
  if (what === 'code') return documented(code) !== undefined
  const messages = causes(code)
  const detail = messages === undefined ? undefined : firstText(plan.detail, body)
  return detail !== undefined && messages?.(detail) === true
}

/** The first claim whose conditions all hold. @category detection @since 0.1.0 */
export const claimOf = (all: readonly Earned[], reader: Reader, body: unknown, payload: Payload): Claim | undefined => {
  for (let i = 0; i < all.length; i++) {
    const { claim, tests } = all[i] as Earned
    let k = 0
    for (; k < tests.length; k++) {
      const test = tests[k] as Test
      if (!(test.documented === undefined ? holds(test, body, payload) : isDocumented(reader, test.documented, body)))
        break
    }
    if (k === tests.length) return claim
  }
  return undefined
}

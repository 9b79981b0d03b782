/**
 * Rules for JSON that somebody wrote by hand: each refuses with the pointer of the fault, and says itself as JSON Schema.
 * Comes in: values. Goes out: nothing, or a `TypeError` that says where, what is wrong, and what was expected.
 * This room knows no format. Check and schema stand beside each other, so that neither can say more than the other.
 */
import * as t from 'io-ts'
import { formatPointer, parsePointer } from './http/pointer.js'
import { nearest } from './nearest.js'

/** @category model @since 0.1.0 */
export type Schema = Readonly<Record<string, unknown>>

/** @category model @since 0.1.0 */
export interface Rule {
  readonly check: (value: unknown, at: string) => void
  readonly schema: Schema
}

type Json = Readonly<Record<string, unknown>>

const longest = 200

/** `at` begins with what is being checked, as in `spec: /read/detail`; the pointer of the whole is `""`. @category constructors @since 0.1.0 */
export const refuse = (at: string, what: string): never => {
  const place = at.length > longest ? `${at.slice(0, longest)}…` : at
  throw new TypeError(`problem-dialects: ${place}${place.endsWith(' ') ? '""' : ''}: ${what}`)
}

const isObject = (u: unknown): u is Json => typeof u === 'object' && u !== null && !Array.isArray(u)

const hasOwn = (object: Json, name: string): boolean => Object.prototype.hasOwnProperty.call(object, name)

/** A value in a few words. */
const told = (u: unknown): string => {
  if (Array.isArray(u)) return 'a list'
  if (isObject(u)) return 'an object'
  const text = JSON.stringify(u) ?? String(u)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const within = (at: string, name: string | number): string => at + formatPointer([name])

const typed = (type: 'string' | 'boolean', expected: string): Rule => ({
  check: (u, at) => {
    if (typeof u !== type) refuse(at, `${told(u)} is no ${expected}; expected a ${expected}`)
  },
  schema: { type },
})

/** @category constructors @since 0.1.0 */
export const flag = typed('boolean', 'boolean')

/** Any text. @category constructors @since 0.1.0 */
export const text = typed('string', 'text')

/** A text of a certain form. @category constructors @since 0.1.0 */
export const matching = (pattern: string, expected: string): Rule => {
  const form = new RegExp(pattern)
  return {
    check: (u, at) => {
      if (typeof u !== 'string' || !form.test(u)) refuse(at, `${told(u)} is no ${expected}; expected ${pattern}`)
    },
    schema: { type: 'string', pattern },
  }
}

const pointerForm = '^(?:/(?:[^~/]|~[01])*){0,64}$'

/** A JSON Pointer of 64 tokens at most: no body is deeper. @category constructors @since 0.1.0 */
export const pointer: Rule = {
  check: (u, at) => {
    const tokens = typeof u === 'string' ? parsePointer(u) : undefined
    if (tokens === undefined)
      refuse(
        at,
        `${told(u)} is no JSON Pointer; expected "" or names that each follow a "/", with ~0 for ~ and ~1 for /`,
      )
    else if (tokens.length > 64) refuse(at, `a pointer of ${tokens.length} names; expected 64 at most`)
  },
  schema: { type: 'string', pattern: pointerForm },
}

/** A JSON scalar. @category constructors @since 0.1.0 */
export const scalar: Rule = {
  check: (u, at) => {
    if (typeof u === 'object' && u !== null)
      refuse(at, `${told(u)} is no scalar; expected a text, number, boolean or null`)
  },
  schema: { type: ['string', 'number', 'boolean', 'null'] },
}

/** A whole number from `least` on. @category constructors @since 0.1.0 */
export const count = (least: number): Rule => ({
  check: (u, at) => {
    if (!Number.isSafeInteger(u) || (u as number) < least)
      refuse(at, `${told(u)} is no whole number from ${least} on; expected one`)
  },
  schema: { type: 'integer', minimum: least },
})

/** One of a closed list. @category constructors @since 0.1.0 */
export const word = (words: readonly string[]): Rule => ({
  check: (u, at) => {
    if (words.includes(u as string)) return
    const meant = typeof u === 'string' ? nearest(u, words) : undefined
    const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`
    refuse(at, `${told(u)} is not known here${hint}; expected ${words.map(one => JSON.stringify(one)).join(', ')}`)
  },
  schema: { enum: words },
})

/** @category constructors @since 0.1.0 */
export const listOf = (rule: Rule, least = 0): Rule => ({
  check: (u, at) => {
    if (!Array.isArray(u)) return refuse(at, `${told(u)} is no list; expected one`)
    if (u.length < least) refuse(at, 'an empty list; expected at least one entry')
    u.forEach((one, i) => {
      rule.check(one, within(at, i))
    })
  },
  schema: { type: 'array', items: rule.schema, ...(least > 0 ? { minItems: least } : {}) },
})

/** One, or a list of at least one. @category constructors @since 0.1.0 */
export const oneOrMore = (rule: Rule): Rule => {
  const list = listOf(rule, 1)
  return {
    check: (u, at) => (Array.isArray(u) ? list : rule).check(u, at),
    schema: { anyOf: [rule.schema, list.schema] },
  }
}

/** What fits `isFirst` by the first rule, what does not by the second. @category constructors @since 0.1.0 */
export const either = (isFirst: (u: unknown) => boolean, first: Rule, second: Rule): Rule => ({
  check: (u, at) => (isFirst(u) ? first : second).check(u, at),
  schema: { anyOf: [first.schema, second.schema] },
})

/** Has the object this member? For {@link either}. @category accessors @since 0.1.0 */
export const having =
  (name: string, value?: unknown) =>
  (u: unknown): boolean =>
    isObject(u) && hasOwn(u, name) && (value === undefined || u[name] === value)

/** An object of these members and `$comment`; of `some`, at least one. @category constructors @since 0.1.0 */
export const object = (
  members: Readonly<Record<string, Rule>>,
  required: readonly string[] = [],
  some: readonly string[] = [],
): Rule => {
  const names = Object.keys(members)
  const properties: Record<string, Schema> = { $comment: {} }
  for (const name of names) properties[name] = (members[name] as Rule).schema
  return {
    check: (u, at) => {
      if (!isObject(u)) return refuse(at, `${told(u)} is no object; expected one with ${names.join(', ')}`)
      for (const name of Object.keys(u)) {
        if (name === '$comment' || hasOwn(members, name)) continue
        const meant = nearest(name, names)
        const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`
        refuse(within(at, name), `unknown member${hint}; expected ${names.join(', ')}`)
      }
      for (const name of required)
        if (!hasOwn(u, name)) refuse(at, `${name} is missing; expected ${required.join(', ')}`)
      if (some.length > 0 && !some.some(name => hasOwn(u, name)))
        refuse(at, `it says nothing; expected at least one of ${some.join(', ')}`)
      for (const name of names) if (hasOwn(u, name)) (members[name] as Rule).check(u[name], within(at, name))
    },
    schema: {
      type: 'object',
      properties,
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
      ...(some.length > 0 ? { anyOf: some.map(name => ({ required: [name] })) } : {}),
    },
  }
}

/** An object of any names of a certain form, with values of one rule. @category constructors @since 0.1.0 */
export const record = (rule: Rule, names?: Rule): Rule => ({
  check: (u, at) => {
    if (!isObject(u)) return refuse(at, `${told(u)} is no object; expected one`)
    for (const name of Object.keys(u)) {
      names?.check(name, within(at, name))
      rule.check(u[name], within(at, name))
    }
  },
  schema: {
    type: 'object',
    additionalProperties: rule.schema,
    ...(names === undefined ? {} : { propertyNames: names.schema }),
  },
})

/**
 * A rule as an io-ts codec: `is` and `decode` say what the rule says, the message of a failure is that of its `TypeError`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const codecOfRule = <A>(name: string, rule: () => Rule): t.Type<A> => {
  const fault = (u: unknown): string | undefined => {
    try {
      rule().check(u, `${name}: `)
      return undefined
    } catch (error) {
      return error instanceof TypeError ? error.message : 'it cannot be read'
    }
  }
  return new t.Type<A>(
    name,
    (u): u is A => fault(u) === undefined,
    (u, context) => {
      const message = fault(u)
      return message === undefined ? t.success(u as A) : t.failure(u, context, message)
    },
    t.identity,
  )
}

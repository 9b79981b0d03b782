/**
 * A body read along the plan.
 * Comes in: a body of any type and its payload. Goes out: what it says, every leftover kept with its nesting.
 * This room knows the roles and no API. Nothing is made per member: marks say what was consumed, one walk finds the rest.
 */
import type { Payload } from '../exchange.js'
import { codeOf, isObj, type Obj, put, statusOfText, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { isPhraseOf } from '../status/registry.js'
import type { ApiWord } from '../status/semantics.js'
import type { WordTable } from '../word-table.js'
import { errorsAt, linksAt } from './items.js'
import { consume, firstCode, firstText, headerText, leftAtTop, type Taken, valueAt, waitOf } from './look.js'
import { type Plan, type Source, type Sources, type TextRole, textRoles } from './plan.js'

/** A role that is a text, and where the spec has it. @category model @since 0.1.0 */
export interface Role {
  readonly role: TextRole
  readonly sources: Sources
  readonly isCode: boolean
  readonly isId: boolean
  readonly hasHeaders: boolean
  readonly isMereStatus: boolean
}

/** The roles that a plan has, in their order. @category constructors @since 0.1.0 */
export const rolesOf = (plan: Plan): readonly Role[] =>
  textRoles
    .filter(role => plan[role].length > 0)
    .map(role => ({
      role,
      sources: plan[role],
      isCode: role === 'code',
      isId: role === 'requestId' || role === 'traceId',
      hasHeaders: plan[role].some(({ header }) => header !== undefined),
      isMereStatus: role === 'code' && plan.codeIsCategory !== true,
    }))

/** Everything that reading needs, made once. @category model @since 0.1.0 */
export interface Reader {
  readonly plan: Plan
  readonly roles: readonly Role[]
  readonly documented: WordTable<ApiWord>
}

type Saying = { -readonly [K in keyof Said]: Said[K] }

const isFailure = (status: number): boolean => Number.isInteger(status) && status >= 400 && status <= 599

/** A code that only says the status again is none: it stays where it was, and the next place is asked. */
const saysMore = ({ documented }: Reader, code: string, { status }: Payload): boolean =>
  !isPhraseOf(status, code) || documented(code) !== undefined

/** One place after the other: fields of the response stand among them, and a code must say something. */
const carefully = (reader: Reader, role: Role, body: unknown, taken: Taken, payload: Payload): string | undefined => {
  const { sources, isCode, isId, isMereStatus } = role
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as Source
    let found: string | undefined
    if (source.header !== undefined) found = headerText(source.header, payload, isId)
    else found = isCode ? codeOf(valueAt(body, source.tokens)) : textOf(valueAt(body, source.tokens))
    if (found === undefined || (isMereStatus && !saysMore(reader, found, payload))) continue
    consume(source, body, taken)
    return found
  }
  return undefined
}

const textOfRole = (reader: Reader, role: Role, body: unknown, taken: Taken, payload: Payload): string | undefined => {
  if (role.hasHeaders) return carefully(reader, role, body, taken, payload)
  if (!role.isCode) return firstText(role.sources, body, taken)
  if (!role.isMereStatus) return firstCode(role.sources, body, taken)
  return carefully(reader, role, body, taken, payload)
}

/** A number is consumed; a status said as text is heard, and stays as it was. */
const bodyStatusOf = (sources: Sources, body: unknown, taken: Taken): number | undefined => {
  for (const source of sources) {
    const value = valueAt(body, source.tokens)
    if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599) {
      consume(source, body, taken)
      return value
    }
    const said = statusOfText(value)
    if (said !== undefined) return said
  }
  return undefined
}

const retryableOf = (sources: Sources, body: unknown): boolean | undefined => {
  for (const { tokens } of sources) {
    const value = valueAt(body, tokens)
    if (typeof value === 'boolean') return value
  }
  return undefined
}

const waited = ({ wait }: Plan, body: unknown, payload: Payload): Said['wait'] => {
  for (const { source, unit } of wait) {
    const { header, tokens } = source as Source
    const found = waitOf(
      header === undefined ? valueAt(body, tokens) : payload.fields.get(header),
      unit,
      payload.receivedAt,
    )
    if (found !== undefined) return found
  }
  return undefined
}

/** What was left in a map goes to where the map stood. */
const putAt = (
  left: Record<string, unknown> | undefined,
  tokens: readonly string[],
  value: Record<string, unknown>,
): Record<string, unknown> => {
  const [name, ...more] = tokens
  if (name === undefined) {
    let all = left
    for (const member in value) all = put(all, member, value[member])
    return all ?? value
  }
  const own = left !== undefined && Object.prototype.hasOwnProperty.call(left, name) ? left[name] : undefined
  return put(left, name, putAt(isObj(own) ? (own as Record<string, unknown>) : undefined, more, value))
}

const everyName = (body: Obj): Readonly<Record<string, true>> => {
  const names: Record<string, true> = Object.create(null)
  for (const name in body) names[name] = true
  return names
}

/**
 * What a body says, along the plan.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readAlong = (reader: Reader, body: unknown, payload: Payload): Said => {
  const { plan, roles } = reader
  const { ledger } = payload
  const taken: Taken = []
  const said: Saying = {}
  for (let i = 0; i < roles.length; i++) {
    const role = roles[i] as Role
    const text = textOfRole(reader, role, body, taken, payload)
    if (role.role !== 'userMessage') said[role.role] = text
    else if (text !== undefined) said.userMessage = { text: ledger.cut(text) ?? '' }
  }
  // where the status is the one to act on, it was seen that the code says more: nobody need look again
  said.codeIsCategory = plan.codeIsCategory === true || (said.code !== undefined && isFailure(payload.status))
  if (plan.bodyStatus.length > 0) said.bodyStatus = bodyStatusOf(plan.bodyStatus, body, taken)
  if (plan.retryable.length > 0) said.retryable = retryableOf(plan.retryable, body)
  if (plan.wait.length > 0) said.wait = waited(plan, body, payload)
  if (plan.links.length > 0) said.links = linksAt(plan.links, body, taken)
  const found = plan.errors.length === 0 ? undefined : errorsAt(plan.errors, plan.tree, body, taken, payload)
  const whole = plan.tree.mark >= 0 && taken[plan.tree.mark] === true
  let left: Record<string, unknown> | undefined
  if (!isObj(body)) {
    // what is no object has no members, so that nobody else keeps it
    if (!whole && body !== undefined && body !== null && body !== '') left = ledger.keep(left, 'value', body)
  } else if (whole) said.reads = everyName(body)
  else left = leftAtTop(body, plan.tree, taken, ledger)
  if (found !== undefined) {
    said.errors = found.errors
    said.errorCount = found.errorCount
    if (found.left !== undefined && taken[found.plan.source.mark] === true)
      left = putAt(left, found.plan.source.tokens, found.left)
  }
  if (left !== undefined) said.extensions = left
  said.kept = true
  return said
}

/** A body that is a text of its own, without the space around it. @category decoding @since 0.1.0 */
export const trimmed = (body: unknown): unknown => (typeof body === 'string' ? (textOf(body.trim()) ?? '') : body)

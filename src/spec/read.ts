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
import { type WordTable, wordTable } from '../word-table.js'
import type { DialectSpec } from './format.js'
import { errorsAt, linksAt } from './items.js'
import { consume, firstCode, firstText, headerText, leftAmong, type Taken, valueAt, waitOf } from './look.js'
import { type Branch, type Plan, type Source, type Sources, sourcesOf, type TextRole, textRoles } from './plan.js'

/** A role that is a text, and where the spec has it. @category model @since 0.1.0 */
export interface Role {
  readonly role: TextRole
  readonly sources: Sources
  readonly isCode: boolean
  readonly isId: boolean
  readonly hasHeaders: boolean
  readonly isMereStatus: boolean
  /** It has this one place, a member of the top that nothing else is read from. */
  readonly alone: string | undefined
}

/** Everything that reading needs, made once. @category model @since 0.1.0 */
export interface Reader {
  readonly plan: Plan
  readonly roles: readonly Role[]
  /** What may be consumed at the top by others than roles that stand alone. */
  readonly shared: readonly Branch[]
  readonly documented: WordTable<ApiWord>
  /** By code, then by message. */
  readonly causes: WordTable<WordTable<true>>
}

const causesOf = (causes: Readonly<Record<string, ApiWord>> = {}): WordTable<WordTable<true>> => {
  const messages: Record<string, Record<string, true>> = Object.create(null)
  for (const cause of Object.keys(causes)) {
    const colon = cause.indexOf(': ')
    const known = (messages[cause.slice(0, colon)] ??= Object.create(null) as Record<string, true>)
    known[cause.slice(colon + 2)] = true
  }
  const tables: Record<string, WordTable<true>> = Object.create(null)
  for (const code of Object.keys(messages)) tables[code] = wordTable(messages[code])
  return wordTable(tables)
}

const aloneAt = ({ tree, errors }: Plan, uses: readonly number[], sources: Sources): string | undefined => {
  const [first, second] = sources
  if (first === undefined || second !== undefined || first.tokens.length !== 1 || first.indexed) return undefined
  const [name = ''] = first.tokens
  // a map that is the body itself has to know which of its members are no fields
  const isMap = errors.some(({ source }) => source.tokens.length === 0)
  const isShared = isMap || uses[first.mark] !== 1 || (tree.byName[name]?.children.length ?? 1) > 0
  return isShared || name in Object.prototype ? undefined : name
}

/** @category constructors @since 0.1.0 */
export const readerOf = (plan: Plan, { codes, causes }: Pick<DialectSpec, 'codes' | 'causes'>): Reader => {
  const uses: number[] = []
  for (const { mark } of sourcesOf(plan)) if (mark >= 0) uses[mark] = (uses[mark] ?? 0) + 1
  const roles = textRoles
    .filter(role => plan[role].length > 0)
    .map(role => ({
      role,
      sources: plan[role],
      isCode: role === 'code',
      isId: role === 'requestId' || role === 'traceId',
      hasHeaders: plan[role].some(({ header }) => header !== undefined),
      isMereStatus: role === 'code' && plan.codeIsCategory !== true,
      alone: role === 'userMessage' ? undefined : aloneAt(plan, uses, plan[role]),
    }))
  const alone = roles.map(role => role.alone)
  return {
    plan,
    roles,
    shared: plan.tree.children.filter(({ name }) => !alone.includes(name)),
    documented: wordTable(codes),
    causes: causesOf(causes),
  }
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
  const own = left !== undefined && hasOwn.call(left, name) ? left[name] : undefined
  return put(left, name, putAt(isObj(own) ? (own as Record<string, unknown>) : undefined, more, value))
}

const hasOwn = Object.prototype.hasOwnProperty

const everyName = (body: Obj): Readonly<Record<string, true>> => {
  const names: Record<string, true> = Object.create(null)
  for (const name in body) names[name] = true
  return names
}

/** Sets a role: by its name, because an engine is slow to put members under names that it cannot foresee. */
const say = (said: Saying, role: TextRole, text: string, { ledger }: Payload): void => {
  switch (role) {
    case 'detail':
      said.detail = text
      break
    case 'code':
      said.code = text
      break
    case 'requestId':
      said.requestId = text
      break
    case 'title':
      said.title = text
      break
    case 'type':
      said.type = text
      break
    case 'instance':
      said.instance = text
      break
    case 'traceId':
      said.traceId = text
      break
    case 'userMessage':
      said.userMessage = { text: ledger.cut(text) ?? '' }
      break
  }
}

/**
 * What a body says, along the plan.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readAlong = (reader: Reader, body: unknown, payload: Payload): Said => {
  const { plan, roles, shared } = reader
  const { ledger } = payload
  const taken: Taken = []
  const said: Saying = { detail: undefined, code: undefined, codeIsCategory: undefined, requestId: undefined }
  const object = isObj(body) ? body : undefined
  let left: Record<string, unknown> | undefined
  for (let i = 0; i < roles.length; i++) {
    const role = roles[i] as Role
    if (role.alone === undefined || object === undefined) {
      const text = textOfRole(reader, role, body, taken, payload)
      if (text !== undefined) say(said, role.role, text, payload)
      continue
    }
    const value = object[role.alone]
    if (value === undefined) continue
    const text = role.isCode ? codeOf(value) : textOf(value)
    if (text !== undefined && !(role.isMereStatus && !saysMore(reader, text, payload)))
      say(said, role.role, text, payload)
    else if (hasOwn.call(object, role.alone)) left = ledger.keep(left, role.alone, value)
  }
  // where the status is the one to act on, it was seen that the code says more: nobody need look again
  said.codeIsCategory = plan.codeIsCategory === true || (said.code !== undefined && isFailure(payload.status))
  if (plan.bodyStatus.length > 0) said.bodyStatus = bodyStatusOf(plan.bodyStatus, body, taken)
  if (plan.retryable.length > 0) said.retryable = retryableOf(plan.retryable, body)
  if (plan.wait.length > 0) said.wait = waited(plan, body, payload)
  if (plan.links.length > 0) said.links = linksAt(plan.links, body, taken)
  const found = plan.errors.length === 0 ? undefined : errorsAt(plan.errors, plan.tree, body, taken, payload)
  const whole = plan.tree.mark >= 0 && taken[plan.tree.mark] === true
  if (object === undefined) {
    // what is no object has no members, so that nobody else keeps it
    if (!whole && body !== undefined && body !== null && body !== '') left = ledger.keep(left, 'value', body)
  } else if (whole) said.reads = everyName(object)
  else if (shared.length > 0) left = leftAmong(object, shared, left, taken, ledger)
  if (found !== undefined) {
    said.errors = found.errors
    said.errorCount = found.errorCount
    if (found.left !== undefined && taken[found.plan.source.mark] === true)
      left = putAt(left, found.plan.source.tokens, found.left)
  }
  if (left !== undefined) said.extensions = left
  if (left !== undefined || found !== undefined || said.links !== undefined) said.kept = true
  return said
}

/** A body that is a text of its own, without the space around it. @category decoding @since 0.1.0 */
export const trimmed = (body: unknown): unknown => (typeof body === 'string' ? (textOf(body.trim()) ?? '') : body)

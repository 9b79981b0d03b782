/**
 * AdonisJS: `{ errors: [{ message, rule, field, meta? }] }` of VineJS; asked for `application/vnd.api+json` its own kind of JSON:API,
 * `{ errors: [{ title, code, source: { pointer: "lines.1.qty" } }] }`.
 * Who: https://vinejs.dev/docs/custom_error_messages. Observed: @adonisjs/core 6.21, @vinejs/vine 4.4, November 2026.
 * The rule is the code of the field. A pointer is a dotted path there; a status is a number. Other errors are a bare `{ message }`,
 * in development with `name`, `status` and `frames`.
 */
import * as t from 'io-ts'
import { firstOf, members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { dotOfPointer, pointerOfPath } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { entryOf, isObj, itemOf, itemsOfList, type Obj, objOf, put, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const adonisBody = firstOf(
  'AdonisBody',
  members('AdonisErrors', { errors: t.UnknownArray }, { message: t.string }),
  members('AdonisMessage', { message: t.string }, { errors: t.UnknownArray }),
)

/** @category dialects @since 0.1.0 */
export type AdonisBody = t.TypeOf<typeof adonisBody>

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const said = 'title' in entry ? 'title' : 'message'
  const detail = textOf(entry[said])
  const rule = said === 'title' ? 'code' : 'rule'
  const code = textOf(entry[rule])
  const source = objOf(entry['source'])
  const field = textOf(source === undefined ? entry['field'] : source['pointer'])
  let extensions = rest(entry, {
    [said]: detail,
    [rule]: code,
    source,
    field: source === undefined ? field : undefined,
  })
  const sourceLeft = source === undefined ? undefined : rest(source, { pointer: field })
  if (sourceLeft !== undefined) extensions = put(extensions, 'source', sourceLeft)
  return itemOf({
    detail,
    pointer: field === undefined ? undefined : pointerOfPath(field),
    name: field,
    code,
    extensions,
  })
}

const toProblem = ({ errors, message }: AdonisBody, { json, limits }: Payload): Said => {
  const silent = message === '' ? { message } : undefined
  if (errors === undefined)
    return { detail: textOf(message), bodyStatus: statusOfNumber((json as Obj)['status']), extensions: silent }
  const [only] = errors
  return {
    ...itemsOfList(errors, limits, toItem),
    bodyStatus: errors.length === 1 && isObj(only) ? statusOfNumber(only['status']) : undefined,
    extensions: errors.length === 0 ? { errors } : undefined,
  }
}

/** A field always has a rule; one that nobody named is `invalid`. */
const fromItem = (item: ProblemItem): unknown => {
  const { detail, pointer, code, name } = item
  const field = pointer === undefined ? undefined : (name ?? dotOfPointer(pointer))
  return entryOf(item, { message: detail, rule: code ?? (field === undefined ? undefined : 'invalid'), field })
}

const fromProblem = (problem: ApiProblem) => {
  const { errors, message, ...left } = problem.extensions
  const own = problem.dialect === 'adonis'
  const fields = problem.errors.filter(({ pointer, detail }) => pointer !== undefined && detail !== undefined)
  if (fields.length > 0) return { body: { ...left, errors: (own ? problem.errors : fields).map(fromItem) } }
  if (own && Array.isArray(errors)) return { body: { ...left, errors } }
  return {
    body: { ...left, message: problem.detail ?? (own && typeof message === 'string' ? message : problem.title) },
  }
}

const byRule: Claim = { rung: 'distinctive', because: 'items of errors have a message, a rule and a field' }
const byPath: Claim = { rung: 'distinctive', because: 'a source.pointer that is a dotted path beside title and code' }
const byCode: Claim = { rung: 'likely', because: 'a title, a code that begins with E_, and a status that is a number' }

const byFrames: Claim = { rung: 'distinctive', because: 'message, name and status beside the frames of a debug page' }

/** JSON:API has a slash before every step, and a status that is text. */
const jsonApiClaim = (first: Obj): Claim | undefined => {
  const pointer = objOf(first['source'])?.['pointer']
  if (typeof pointer === 'string')
    return pointer !== '' && pointer[0] !== '/' && typeof first['code'] === 'string' ? byPath : undefined
  const { code, status } = first as { code?: unknown; status?: unknown }
  return typeof code === 'string' && code.startsWith('E_') && typeof status === 'number' ? byCode : undefined
}

/**
 * AdonisJS with VineJS.
 *
 * @see https://vinejs.dev/docs/custom_error_messages
 * @category dialects
 * @since 0.1.0
 */
export const adonis: Dialect<'adonis', AdonisBody, never> = {
  id: 'adonis',
  title: 'AdonisJS',
  docs: 'https://vinejs.dev/docs/custom_error_messages',
  verified: '2026-11 against captures of @adonisjs/core 6.21 and @vinejs/vine 4.4',
  shape: [
    {
      required: { errors: 'array' },
      absent: ['message', 'data', 'jsonapi', 'success', 'error', 'code', 'status', 'statusCode', 'documentation_url'],
    },
    { required: { message: 'string', name: 'string', status: 'number', frames: 'array' } },
  ],
  reads: ['errors', 'message'],
  body: adonisBody,
  claim: ({ errors }, { json }) => {
    if ('frames' in (json as Obj)) return byFrames
    const first = errors?.[0]
    if (!isObj(first)) return undefined
    if (typeof first['title'] === 'string') return 'detail' in first ? undefined : jsonApiClaim(first)
    const { message, rule, field } = first as { message?: unknown; rule?: unknown; field?: unknown }
    return typeof message === 'string' && typeof rule === 'string' && typeof field === 'string' ? byRule : undefined
  },
  toProblem,
  fromProblem,
}

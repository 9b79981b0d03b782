/**
 * Spring Boot: `{ timestamp, status, error, path, message?, errors? }`; WebFlux adds `requestId`.
 * Who: spring-projects/spring-boot DefaultErrorAttributes (servlet and reactive). Observed: bodies in its issues and in users' documents, 2026.
 * `error` is the phrase of the status, `message` is `""` or absent since 2.3; what `errors` holds is Spring's own binding machinery.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { besides, fieldOf, isObj, itemOf, itemsOfList, named, type Obj, present, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { isPhraseOf, phraseOf } from '../status/registry.js'

/** @category dialects @since 0.1.0 */
export const springBody = members(
  'SpringBody',
  { status: t.number, error: t.string },
  {
    timestamp: t.union([t.string, t.number]),
    path: t.string,
    message: t.string,
    requestId: t.string,
    errors: t.UnknownArray,
  },
)

/** @category dialects @since 0.1.0 */
export type SpringBody = t.TypeOf<typeof springBody>

const inError = named({ defaultMessage: 'text', code: 'text', objectName: 'text', field: 'text' })

/**
 * An argument of a method names its parameter only as the first of the arguments of its message: `{ codes: ["order.qty", "qty"] }`.
 */
const parameterOf = (entry: Obj): string | undefined => {
  const about = Array.isArray(entry['arguments']) ? entry['arguments'][0] : undefined
  const codes = isObj(about) && Array.isArray(about['codes']) ? about['codes'] : []
  return codes.length > 1 ? textOf(codes[codes.length - 1]) : undefined
}

const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (typeof entry === 'string') return itemOf({ detail: entry })
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const field = textOf(entry['field'])
  const objectName = textOf(entry['objectName'])
  const codes = entry['codes']
  // an error of the object as a whole has a name and no field
  const path = field ?? (objectName === undefined ? parameterOf(entry) : '')
  const pointer = path === undefined ? undefined : pointerOfPath(path)
  return itemOf({
    detail: textOf(entry['defaultMessage']),
    pointer,
    name: field,
    // the last of the codes is the constraint itself, and what `code` repeats
    code: textOf(entry['code']) ?? (Array.isArray(codes) ? textOf(codes[codes.length - 1]) : undefined),
    resource: objectName,
    extensions: besides(entry, inError, ledger),
  })
}

const toProblem = (body: SpringBody, { limits, ledger }: Payload): Said => {
  const { status, error, errors } = body
  const message = textOf(body.message)
  const items = errors === undefined ? undefined : itemsOfList(errors, limits, entry => toItem(entry, ledger))
  // who replaces the phrase without a message has put the message there
  const isPhrase = message !== undefined || isPhraseOf(status, error)
  const isOdd = !(Number.isInteger(status) && status >= 100 && status <= 599)
  let left = isOdd ? ledger.keep(undefined, 'status', status) : undefined
  // a word of its own stays, so that the phrase does not come back in its place
  if (!isPhrase || error === '') left = ledger.keep(left, 'error', error)
  if (body.requestId === '') left = ledger.keep(left, 'requestId', '')
  if (body.message === '') left = ledger.keep(left, 'message', '')
  if (errors?.length === 0) left = ledger.keep(left, 'errors', errors)
  return {
    detail: message ?? (isPhrase ? undefined : textOf(error)),
    code: isPhrase ? textOf(error) : undefined,
    errors: items?.errors,
    errorCount: items?.errorCount,
    requestId: textOf(body.requestId),
    bodyStatus: isOdd ? undefined : status,
    extensions: left,
    kept: true,
  }
}

const fromItem = (item: ProblemItem, received: boolean): unknown => {
  const { detail, pointer, name, code, resource, extensions } = item
  if (extensions !== undefined && 'value' in extensions) return extensions['value']
  // a text of the application's own, in the place of what the framework writes
  if (detail !== undefined && pointer === undefined && code === undefined && extensions === undefined) return detail
  // an error of an argument has neither name nor code of its own: both were taken from its codes
  const derived = resource === undefined && name === undefined && Array.isArray(extensions?.['codes'])
  const field = pointer === '' ? name : fieldOf(item, received)
  return {
    ...present({ defaultMessage: detail, objectName: resource }),
    ...(derived ? {} : present({ field, code })),
    ...extensions,
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { detail, code, title, errors, requestId, receivedAt, source, extensions } = problem
  const received = problem.dialect === 'spring'
  const status = received ? (source.bodyStatus ?? problem.status) : problem.status
  const own = !received || code === undefined || code === errors[0]?.code ? phraseOf(status) : code
  // where the errors spoke for the whole, the envelope had no message
  const isSilent =
    detail === undefined || detail === errors[0]?.detail || 'message' in extensions || detail === extensions['error']
  const message = received ? (isSilent ? undefined : detail) : (detail ?? title)
  const id = received && !isReactive(requestId ?? '') ? undefined : requestId
  return {
    body: {
      ...present({ timestamp: received ? undefined : receivedAt, status, error: own, message, requestId: id }),
      ...(errors.length === 0 ? {} : { errors: errors.map(item => fromItem(item, received)) }),
      ...(received ? extensions : {}),
    },
  }
}

/** Only the reactive stack names the request in the body, and numbers it so; the id of a header stays in the header. */
const isReactive = (requestId: string): boolean => /^[0-9a-f]{6,8}-[0-9]{1,9}$/.test(requestId)

const distinctive: Claim = {
  rung: 'distinctive',
  because: 'timestamp, status, path and the phrase of the status as error',
}
const likely: Claim = { rung: 'likely', because: 'timestamp, status, error and path' }
const withoutPath: Claim = { rung: 'likely', because: 'timestamp, status and its phrase as error' }
const withoutTime: Claim = { rung: 'possible', because: 'status, its phrase as error, and message' }

/**
 * Spring Boot's default error attributes, of the servlet and the reactive stack.
 *
 * @see https://docs.spring.io/spring-boot/reference/web/servlet.html#web.servlet.spring-mvc.error-handling
 * @category dialects
 * @since 0.1.0
 */
export const spring: Dialect<'spring', SpringBody, never> = {
  id: 'spring',
  title: 'Spring Boot',
  docs: 'https://docs.spring.io/spring-boot/reference/web/servlet.html#web.servlet.spring-mvc.error-handling',
  verified: '2026-11 against the source of the framework and bodies published by its users; no capture',
  shape: [
    {
      required: { timestamp: ['string', 'number'], status: 'number', error: 'string', path: 'string' },
      optional: { message: 'string', requestId: 'string', errors: 'array', exception: 'string', trace: 'string' },
      absent: ['statusCode', 'type', 'title'],
    },
    {
      required: { timestamp: ['string', 'number'], status: 'number', error: 'string' },
      optional: { message: 'string', requestId: 'string', errors: 'array', exception: 'string', trace: 'string' },
      closed: true,
    },
    {
      required: { status: 'number', error: 'string', message: 'string' },
      optional: { requestId: 'string', errors: 'array' },
      closed: true,
    },
  ],
  reads: ['status', 'error', 'message', 'requestId', 'errors'],
  body: springBody,
  claim: ({ status, error, path, timestamp }) => {
    const isPhrase = isPhraseOf(status, error)
    if (timestamp === undefined) return isPhrase ? withoutTime : undefined
    if (!isPhrase) return path === undefined ? undefined : likely
    return path === undefined ? withoutPath : distinctive
  },
  toProblem,
  fromProblem,
}

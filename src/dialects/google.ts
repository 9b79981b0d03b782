/**
 * Google: `{ error: { code, message, status, details: [{ "@type", … }] } }`, google.rpc.Status as JSON; the legacy
 * `errors: [{ domain, reason, message, location }]`; and both in a list of one, where the answer is a stream.
 * Who: https://google.aip.dev/193; https://cloud.google.com/storage/docs/json_api/v1/status-codes. Observed: documents and issues, 2026.
 * Older APIs answer a rate limit with 403. The code is the reason of ErrorInfo, else `status`, else the legacy reason.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfLoc } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, Place, ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, type Names, named, type Obj, objOf, present, put, textOf } from '../reading.js'
import {
  isViolation,
  itemOfViolation,
  type RpcDetails,
  readRpcDetail,
  rpcDetailsOf,
  rpcTypeOf,
} from '../rpc-details.js'
import type { Said } from '../said.js'
import { type Kind, kinds } from '../status/kind.js'
import { rpcWords } from '../status/rpc-words.js'
import type { ApiWord } from '../status/semantics.js'
import { denied, down, renew } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** A list where the answer is a stream. @category dialects @since 0.1.0 */
export const googleBody = orElse('GoogleBody', members('GoogleError', { error: t.UnknownRecord }), t.UnknownArray)

/** @category dialects @since 0.1.0 */
export type GoogleBody = t.TypeOf<typeof googleBody>

/** A limit that the same request can wait for, whatever the status. */
const limit = { kind: 'resource_exhausted', advice: 'backoff', applied: 'no', scope: 'client' } as const
/** A quota that is full for the day. */
const spent = { kind: 'resource_exhausted', advice: 'never', retryAfter: 'lift', scope: 'client' } as const

const codes = {
  ...rpcWords(kind => kind.toUpperCase() as Uppercase<Kind>),
  // reasons of ErrorInfo
  RATE_LIMIT_EXCEEDED: { because: 'The rate limit of a quota was exceeded: wait for its window.', ...limit },
  SERVICE_DISABLED: denied('The API is not enabled in this project.'),
  ACCESS_TOKEN_EXPIRED: renew('The access token has expired.'),
  // legacy reasons
  rateLimitExceeded: { because: 'Too many requests in a short time: back off exponentially.', ...limit },
  userRateLimitExceeded: {
    because: 'Too many requests of this user in a short time: back off exponentially.',
    ...limit,
  },
  quotaExceeded: { because: 'A quota is full.', ...spent },
  dailyLimitExceeded: { because: 'The quota of the day is full.', ...spent },
  accessNotConfigured: denied('The API is not enabled in this project.'),
  authError: renew('The credentials are invalid or have expired.'),
  backendError: down('A failure behind the API: back off exponentially.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type GoogleCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const kindOf = (status: string | undefined): Kind | undefined =>
  status === undefined ? undefined : kinds.find(kind => kind.toUpperCase() === status)

/** A detail without what was read of it: its type stays, so that it comes back in its place. */
const leftOfDetail = (detail: unknown, found: RpcDetails, ledger: Ledger): unknown => {
  if (!isObj(detail)) return ledger.copy(detail)
  const read = readRpcDetail(rpcTypeOf(detail['@type']), detail, found)
  let left: Record<string, unknown> | undefined
  for (const name in detail) if (!read.includes(name)) left = ledger.keep(left, name, detail[name])
  return left ?? {}
}

const inLegacy: Names = named({ message: 'text', reason: 'text' })
const inPlaced: Names = named({ message: 'text', reason: 'text', location: 'text', locationType: 'text' })

const placeOf = (type: unknown): Place | undefined =>
  type === 'parameter' ? 'query' : type === 'header' ? type : undefined

const toLegacyItem = (error: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(error)) return itemOfJunk(error, ledger)
  const location = textOf(error['location'])
  const place = location === undefined ? undefined : placeOf(error['locationType'])
  return itemOf({
    detail: textOf(error['message']),
    pointer: place === undefined ? undefined : pointerOfLoc([location]),
    in: place,
    name: place === undefined ? undefined : location,
    code: textOf(error['reason']),
    extensions: besides(error, place === undefined ? inLegacy : inPlaced, ledger),
  })
}

const toProblem = (body: GoogleBody, { limits, ledger }: Payload): Said => {
  const inList = Array.isArray(body)
  const error = (inList ? objOf(body[0])?.['error'] : (body as { readonly error: Obj }).error) as Obj
  const { code: number, message, status, details, errors } = error
  const found: RpcDetails = {}
  let left: Record<string, unknown> | undefined
  if (Array.isArray(details)) {
    const rest: unknown[] = []
    for (let i = 0; i < details.length && i < limits.keys; i++) rest.push(leftOfDetail(details[i], found, ledger))
    left = put(left, 'details', rest)
  }
  const legacy = Array.isArray(errors) ? errors : []
  const reason = textOf(objOf(legacy[0])?.['reason'])
  // older APIs hide a limit behind a permission
  const hidden = status === 'PERMISSION_DENIED' && reason !== undefined && known(reason)?.kind === 'resource_exhausted'
  const spelt = textOf(status)
  const code = found.reason ?? (hidden ? undefined : spelt) ?? reason
  const isStatus = typeof number === 'number' && number >= 100 && number <= 599 && number % 1 === 0
  for (const name in error) {
    if (name === 'message' && textOf(message) !== undefined) continue
    if (name === 'status' && spelt !== undefined && code === spelt) continue
    if (name === 'code' && isStatus) continue
    if (name === 'errors' && Array.isArray(errors)) continue
    if (name === 'details' && Array.isArray(details)) continue
    left = ledger.keep(left, name, error[name])
  }
  const violations = found.violations ?? []
  const items: ProblemItem[] = []
  for (let i = 0; i < violations.length && items.length < limits.items; i++)
    items.push(itemOfViolation(violations[i], ledger))
  for (let i = 0; i < legacy.length && items.length < limits.items; i++) items.push(toLegacyItem(legacy[i], ledger))
  let extensions = left === undefined ? undefined : put(undefined, 'error', left)
  if (inList && body.length > 1) extensions = ledger.keep(extensions, 'others', body.slice(1))
  return {
    detail: textOf(message),
    code,
    kind: code !== undefined && known(code)?.kind !== undefined ? undefined : kindOf(spelt),
    bodyStatus: isStatus ? number : undefined,
    errors: items,
    errorCount: violations.length + legacy.length,
    requestId: found.requestId,
    userMessage: found.userMessage,
    links: found.links,
    wait: found.wait,
    extensions,
    kept: true,
  }
}

const legacyOf = ({ detail, in: place, name, pointer, code, extensions }: ProblemItem): Obj => {
  const type = place === 'query' ? 'parameter' : place === 'header' ? 'header' : undefined
  const at =
    type === undefined || pointer === undefined ? {} : { location: name ?? pointer.slice(1), locationType: type }
  return present({ message: detail, reason: code, ...at, ...extensions })
}

const fromProblem = (problem: ApiProblem) => {
  const { status, kind, code, detail, title, errors, extensions, source } = problem
  const { error, others: _streamed, ...beside } = extensions
  const { details, ...left } = isObj(error) ? error : ({} as Obj)
  const received = problem.dialect === 'google' && source.wireStatus !== undefined
  const spelt = kindOf(code) === undefined ? undefined : code
  const legacy = errors.filter(item => !isViolation(item))
  const fromLegacy = received && code === legacy[0]?.code
  const given = Array.isArray(details) ? details : []
  const all = rpcDetailsOf(problem, spelt === undefined && !fromLegacy ? code : undefined, given, received)
  return {
    body: {
      ...beside,
      error: present({
        code: received ? source.bodyStatus : status,
        message:
          received && detail === errors[0]?.detail && left['message'] === ''
            ? undefined
            : (detail ?? (received ? undefined : title)),
        status: spelt ?? (received ? undefined : kind.toUpperCase()),
        ...left,
        errors: legacy.length === 0 ? undefined : legacy.map(legacyOf),
        details: all.length === 0 && details === undefined ? undefined : all,
      }),
    },
  }
}

const byStatus: Claim = { rung: 'distinctive', because: 'a status of google.rpc beside a number as code' }
const byType: Claim = { rung: 'distinctive', because: 'a detail with a type of googleapis.com' }
const byReason: Claim = { rung: 'distinctive', because: 'legacy errors with a reason that is known, or with a domain' }

const isTyped = (detail: unknown): boolean => {
  const type = objOf(detail)?.['@type']
  return typeof type === 'string' && type.startsWith('type.googleapis.com/')
}

const claimOf = (error: unknown): Claim | undefined => {
  if (!isObj(error)) return undefined
  const { code, status, details, errors } = error
  if (typeof code === 'number' && typeof status === 'string' && kindOf(status) !== undefined) return byStatus
  if (Array.isArray(details) && isTyped(details[0])) return byType
  const first = Array.isArray(errors) ? objOf(errors[0]) : undefined
  const reason = textOf(first?.['reason'])
  return reason !== undefined && (known(reason) !== undefined || textOf(first?.['domain']) !== undefined)
    ? byReason
    : undefined
}

/**
 * The APIs of Google, and others that send google.rpc.Status.
 *
 * @see https://google.aip.dev/193
 * @category dialects
 * @since 0.1.0
 */
export const google: Dialect<'google', GoogleBody, GoogleCode> = {
  id: 'google',
  title: 'Google APIs',
  docs: 'https://google.aip.dev/193',
  verified: '2026-11 against AIP-193 and responses in documents, tests and issues; no live capture',
  shape: [{ required: { error: 'object' }, absent: ['success', 'type'] }, { root: 'array' }],
  body: googleBody,
  claim: body => (Array.isArray(body) ? claimOf(objOf(body[0])?.['error']) : claimOf((body as { error: Obj }).error)),
  toProblem,
  fromProblem,
  codes,
}

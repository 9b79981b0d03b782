/**
 * OpenAI, Azure OpenAI, and servers that imitate them: `{ error: { message, type, param, code } }`.
 * Who: https://platform.openai.com/docs/guides/error-codes. Observed: answers of OpenAI, Azure and vLLM pasted into issues, 2023 to 2025.
 * `param` and `code` are often null; then `type` is the code. vLLM (older) and Mistral send the members flat, with `object: "error"`.
 * Imitators put the status into `code`. A 429 is a rate limit, which passes, or a quota, which does not: only the code tells.
 */
import * as t from 'io-ts'
import { firstOf, members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ApiProblem } from '../problem.js'
import { besides, isObj, itemOf, type Names, named, type Obj, statusOfText, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const openaiBody = firstOf(
  'OpenaiBody',
  members('OpenaiNested', { error: t.UnknownRecord }),
  members('OpenaiFlat', { object: t.string, message: t.string, type: t.union([t.string, t.null]) }),
)

/** @category dialects @since 0.1.0 */
export type OpenaiBody = t.TypeOf<typeof openaiBody>

const unpaid = { kind: 'resource_exhausted', advice: 'never', maxAttempts: 1, scope: 'client' } as const
const limited = {
  kind: 'resource_exhausted',
  advice: 'after-delay',
  maxAttempts: 3,
  baseDelayMs: 1_000,
  scope: 'client',
} as const
const mend = { kind: 'unauthenticated', advice: 'fix-request' } as const // an API key is mended by a person
const fix = { kind: 'invalid_argument', advice: 'fix-request' } as const
const denied = { kind: 'permission_denied', advice: 'never' } as const
const wait = { advice: 'backoff', maxAttempts: 3, baseDelayMs: 500 } as const

const codes = {
  insufficient_quota: { because: 'Credits or the monthly spend are used up: buy more or raise the limits', ...unpaid },
  billing_hard_limit_reached: { because: 'The hard limit on spending is reached', ...unpaid },
  billing_not_active: { because: 'The account is not active: check the billing details', ...unpaid },
  credit_balance_exhausted: { because: 'The prepaid credits are used up', ...unpaid },
  rate_limit_exceeded: { because: 'Requests or tokens come too quickly: pace them', ...limited },
  rate_limit_error: { because: 'Requests or tokens come too quickly: pace them', ...limited },
  requests: { because: 'The limit of requests in a time is reached', ...limited },
  tokens: { because: 'The limit of tokens in a time is reached', ...limited },
  slow_down: { because: 'The rate grew too quickly: reduce it, then raise it gradually', ...limited },
  invalid_api_key: { because: 'The API key is not correct: generate a new one', ...mend },
  account_deactivated: { because: 'The account was deactivated', ...denied },
  unsupported_country_region_territory: { because: 'The API is not offered in this country or region', ...denied },
  model_not_found: absent('No such model, or no access to it'),
  context_length_exceeded: { because: 'The input is longer than the context of the model', ...fix },
  content_filter: { because: 'The content filter refused the prompt: change it', ...fix },
  content_policy_violation: { because: 'The safety system refused the request: change it', ...fix },
  unsupported_parameter: { because: 'The model does not take this parameter', ...fix },
  unsupported_value: { because: 'The model does not take this value', ...fix },
  server_error: { because: 'An issue on the servers: retry after a brief wait', kind: 'internal', ...wait },
  server_is_overloaded: { because: 'High traffic: retry after a brief wait', kind: 'unavailable', ...wait },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type OpenaiCode = keyof typeof codes

const statuses: StatusWords = {
  401: { because: 'The key or the organisation is not correct', advice: 'fix-request' },
  403: { because: 'Country, region, territory or address not supported', advice: 'never' },
  429: { because: 'Pace the requests, or raise the limits', ...limited },
  500: { because: 'Retry after a brief wait', ...wait },
  503: { because: 'High traffic: retry after a brief wait', ...wait },
}

const documented = wordTable<ApiWord>(codes)
const isDocumented = (u: unknown): boolean => typeof u === 'string' && documented(u) !== undefined

const inCoded = named({ message: 'text', param: 'text', code: 'text' })
const inNumbered = named({ message: 'text', param: 'text' })
const inTyped = named({ message: 'text', param: 'text', type: 'text' })

/** The members of a flat body that were read: where one holds no text, it is left over. */
const flatReads = (body: Obj, { words }: Names): Readonly<Record<string, true>> => {
  const reads: Record<string, true> = {}
  for (const name of ['message', 'param', 'code', 'type'])
    if (words.includes(name) && textOf(body[name]) !== undefined) reads[name] = true
  return reads
}

const toProblem = (body: OpenaiBody, { ledger }: Payload): Said => {
  const nested = (body as Obj)['error']
  const error: Obj = isObj(nested) ? nested : body
  const { code: spelt, type, message, param } = error
  const bodyStatus = statusOfText(typeof spelt === 'number' ? String(spelt) : spelt)
  const isWord = typeof spelt === 'string' && spelt !== '' && bodyStatus === undefined
  const isNumber = typeof spelt === 'number' && bodyStatus === undefined
  const code = isWord ? spelt : isNumber ? String(spelt) : textOf(type)
  const names = isWord ? inCoded : isNumber ? inNumbered : inTyped
  const detail = textOf(message)
  const name = textOf(param)
  const said: Said = {
    detail,
    code,
    codeIsCategory: true, // `type` is a category
    bodyStatus,
    errors: name === undefined ? undefined : [itemOf({ detail, pointer: pointerOfPath(name), name, code })],
  }
  if (error === body) return { ...said, reads: flatReads(error, names) }
  const left = besides(error, names, ledger)
  return { ...said, extensions: left === undefined ? undefined : { error: left }, kept: true }
}

const typeOf = ({ status }: ApiProblem): string => {
  if (status >= 500) return 'server_error'
  return status === 429 ? 'rate_limit_error' : 'invalid_request_error'
}

const fromProblem = (problem: ApiProblem) => {
  const received = problem.dialect === 'openai' && problem.source.wireStatus !== undefined
  const { code, detail } = problem
  const item = problem.errors[0]
  const param = item?.pointer === undefined ? undefined : (item.name ?? item.pointer)
  const isFlat = received && problem.extensions['object'] === 'error'
  const { error: inner, ...outer } = problem.extensions
  const left = isFlat ? problem.extensions : isObj(inner) ? inner : {}
  const error: Record<string, unknown> = received
    ? { ...left }
    : { type: typeOf(problem), param: null, code: null, ...left, message: problem.title }
  if (detail !== undefined) error['message'] = detail
  if (param !== undefined) error['param'] = param
  // where `type` was left over, the code is the code; else the type was the code
  if (code !== undefined && received && !('type' in error)) error['type'] = code
  else if (code !== undefined && typeof error['code'] !== 'number') error['code'] = code
  return { body: isFlat ? error : { ...outer, error } }
}

const declared: Claim = { rung: 'declared', because: 'a field of the OpenAI API' }
const nulls: Claim = { rung: 'distinctive', because: 'an error of message, type, param and code, some of them null' }
const known: Claim = { rung: 'distinctive', because: 'an error with a documented code beside message and type' }
const four: Claim = { rung: 'likely', because: 'an error of message, type, param and code' }
const flat: Claim = { rung: 'distinctive', because: 'an object "error" with message, type, param and code' }
const flatFew: Claim = { rung: 'likely', because: 'an object "error" with message, type and code' }

const foreign = ['doc_url', 'request_log_url', 'decline_code', 'fbtrace_id', 'error_subcode', 'root_cause'] as const

const claimOf = (error: Obj): Claim | undefined => {
  const { type, param, code } = error
  for (let i = 0; i < foreign.length; i++) if ((foreign[i] as string) in error) return undefined
  if (type === 'card_error' || typeof error['message'] !== 'string') return undefined
  if (typeof type !== 'string' && type !== null) return undefined
  if (isDocumented(code)) return known
  if (param === undefined || code === undefined) return undefined
  if (param === null || code === null || type === null) return nulls
  return typeof param !== 'string' ? undefined : isDocumented(type) ? known : four
}

/**
 * OpenAI, and servers that answer in its style.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 * @category dialects
 * @since 0.1.0
 */
export const openai: Dialect<'openai', OpenaiBody, OpenaiCode> = {
  id: 'openai',
  title: 'OpenAI-style API',
  docs: 'https://platform.openai.com/docs/guides/error-codes',
  verified: '2026-11 against the document and pasted answers of OpenAI, Azure OpenAI and vLLM; no live capture',
  shape: [
    { required: { error: 'object' }, absent: ['errors', 'jsonrpc', 'success'] },
    { required: { object: 'string', message: 'string', type: ['string', 'null'] }, absent: ['error', 'errors'] },
  ],
  reads: ['error'],
  body: openaiBody,
  claim: (body, { fields }) => {
    const nested = (body as Obj)['error']
    if (isObj(nested)) {
      const claim = claimOf(nested)
      if (claim === undefined) return undefined
      return (fields.get('openai-processing-ms') ?? fields.get('openai-version')) ? declared : claim
    }
    if ((body as Obj)['object'] !== 'error' || !('code' in body)) return undefined
    return 'param' in body ? flat : flatFew
  },
  toProblem,
  fromProblem,
  statuses,
  codes,
  honoursForce: true,
}

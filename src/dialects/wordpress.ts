/**
 * WordPress REST API: `{ code, message, data: { status, params?, details? } }`.
 * Who: WordPress/WordPress rest-api.php rest_convert_error_to_response. Observed: captures of 6.1, 2026.
 * `data` is null where nobody set a status, and then the wire says 500 for what was the client's mistake. `params` is a list where all are missing.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, named, type Obj, put, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, renew, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const wordpressBody = members(
  'WordpressBody',
  { code: t.string, message: t.string, data: t.union([t.UnknownRecord, t.null]) },
  { additional_errors: t.UnknownArray, additional_data: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type WordpressBody = t.TypeOf<typeof wordpressBody>

const codes = {
  rest_invalid_param: fix('A parameter is not valid; details say which.'),
  rest_missing_callback_param: fix('A required parameter is missing.'),
  rest_invalid_json: fix('The body is not JSON.'),
  rest_no_route: absent('No route matches the address and the method.'),
  rest_post_invalid_id: absent('There is no post of this id.'),
  rest_forbidden: denied('The user may not do this.'),
  rest_not_logged_in: renew('Nobody is logged in.'),
  rest_cookie_invalid_nonce: renew('The nonce of the cookie is not valid any more: get a new one.'),
  // sent as a 500, because no status was set
  existing_user_login: taken('A user of this name exists.'),
  existing_user_email: taken('A user of this address exists.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type WordpressCode = keyof typeof codes

const inParam = named({ param: 'text' })

/** What is told of one parameter: the text, and its code and exact place where there are details. */
const toItem = (name: string, said: unknown, details: unknown, place: ProblemItem['in']): ProblemItem => {
  const detail = isObj(details) && isObj(details[name]) ? details[name] : undefined
  const data = detail?.['data']
  const param = isObj(data) && hasOnly(data, inParam) ? textOf(data['param']) : undefined
  const text = textOf(said)
  const message = textOf(detail?.['message'])
  const code = textOf(detail?.['code'])
  let left =
    detail === undefined
      ? undefined
      : rest(detail, { code, message, data: param ?? (data === null ? true : undefined) })
  if (text === undefined && said !== undefined) left = put(left, 'value', said)
  if (message !== undefined && text !== undefined && message !== text) left = put(left, 'message', message)
  return itemOf({
    detail: text ?? message,
    pointer: pointerOfPath(param ?? name),
    in: place,
    name: param ?? name,
    code,
    extensions: left,
  })
}

const readParams = ({ params, details }: Obj, { limits, method }: Payload): Pick<Said, 'errors' | 'errorCount'> => {
  const place = method === 'GET' || method === 'HEAD' ? 'query' : undefined
  const errors: ProblemItem[] = []
  let errorCount = 0
  const add = (name: string, said: unknown): void => {
    if (errorCount++ < limits.items) errors.push(toItem(name, said, details, place))
  }
  if (Array.isArray(params)) {
    for (let i = 0; i < params.length; i++) add(String(params[i]), undefined)
  } else for (const name in params as Obj) add(name, (params as Obj)[name])
  return { errors, errorCount }
}

const isParams = (params: unknown): boolean =>
  isObj(params) || (Array.isArray(params) && params.every(name => typeof name === 'string'))

/** Details of what is no parameter stay as they are. */
const isRead = ({ params, details }: Obj): boolean => {
  if (details === undefined) return true
  if (!isObj(details) || !isObj(params)) return false
  for (const name in details) if (!(name in params) || !isObj(details[name])) return false
  return true
}

const toProblem = ({ code, message, data }: WordpressBody, payload: Payload): Said => {
  const inner = (data ?? {}) as Obj
  const { status } = inner
  const items = isParams(inner['params']) ? readParams(inner, payload) : undefined
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599
  const left = rest(inner, {
    status: isStatus ? true : undefined,
    params: items === undefined ? undefined : true,
    details: items !== undefined && isRead(inner) ? true : undefined,
  })
  return {
    detail: textOf(message),
    code: textOf(code),
    errors: items?.errors,
    errorCount: items?.errorCount,
    bodyStatus: isStatus ? status : undefined,
    extensions: left === undefined ? undefined : { data: left },
  }
}

const declared: Claim = {
  rung: 'declared',
  because: 'the link to its own index, under the relation https://api.w.org/',
}
const distinctive: Claim = { rung: 'distinctive', because: 'code, message and data with a status' }

/**
 * The REST API of WordPress, and of plugins such as WooCommerce.
 *
 * @see https://developer.wordpress.org/rest-api/
 * @category dialects
 * @since 0.1.0
 */
export const wordpress: Dialect<'wordpress', WordpressBody, WordpressCode> = {
  id: 'wordpress',
  title: 'WordPress REST API',
  docs: 'https://developer.wordpress.org/rest-api/',
  verified: '2026-11 against captures of 6.1; of the codes only those that were captured',
  shape: {
    required: { code: 'string', message: 'string', data: ['object', 'null'] },
    optional: { additional_errors: 'array', additional_data: 'array' },
    closed: true,
  },
  reads: ['code', 'message', 'data'],
  body: wordpressBody,
  claim: ({ data }, { fields }) => {
    if ((fields.get('link') ?? '').indexOf('rel="https://api.w.org/"') >= 0) return declared
    return data !== null && typeof data['status'] === 'number' ? distinctive : undefined
  },
  toProblem,
  codes,
}

/**
 * MediaWiki: the action API's `{ error: { code, info } }` or `{ errors: [{ code, text }] }`, mostly under 200; the REST API's `{ httpCode, httpReason, … }`.
 * Who: https://www.mediawiki.org/wiki/API:Errors_and_warnings. Observed: captures of 1.39, 2026.
 * The field `MediaWiki-API-Error` repeats the code. With `errorformat` the text comes as text, as HTML, or as a key with parameters.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, exists, fix, renew, stale } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const mediawikiBody = t.UnknownRecord

/** @category dialects @since 0.1.0 */
export type MediawikiBody = t.TypeOf<typeof mediawikiBody>

const later = { advice: 'after-delay', maxAttempts: 3, baseDelayMs: 5_000 } as const

const codes = {
  assertuserfailed: renew('The client is not logged in any more.'),
  badtoken: renew('The token is not valid any more: get a new one.'),
  notoken: fix('The token is missing.'),
  badinteger: fix('A parameter is no whole number.'),
  badvalue: fix('A parameter has a value that it may not have.'),
  missingparam: fix('A required parameter is missing.'),
  unknown_action: fix('There is no such action.'),
  'parameter-validation-failed': fix('A parameter is not valid.'),
  missingtitle: absent('There is no such page.'),
  'rest-nonexistent-title': absent('There is no such page.'),
  'rest-no-match': absent('No route matches the address.'),
  articleexists: exists('The page exists.'),
  editconflict: stale('Somebody else has edited the page meanwhile.'),
  permissiondenied: denied('The user may not do this.'),
  protectedpage: denied('The page is protected.'),
  blocked: denied('The user is blocked.'),
  ratelimited: {
    because: 'The user did this too often: wait and try again.',
    kind: 'resource_exhausted',
    ...later,
    scope: 'client',
  },
  maxlag: {
    because: 'The replicas lag behind by more than the client allows: wait and try again.',
    kind: 'unavailable',
    ...later,
  },
  readonly: { because: 'The wiki is locked for writing: wait and try again.', kind: 'unavailable', ...later },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type MediawikiCode = keyof typeof codes

/** Without a status of its own, the action API leaves it to the code to say whose fault it was. */
const kindOf = (code: string | undefined): Kind | undefined => {
  if (code === undefined) return undefined
  if (Object.prototype.hasOwnProperty.call(codes, code)) return codes[code as MediawikiCode].kind
  return code.startsWith('internal_api_error') ? 'internal' : 'invalid_argument'
}

/** `text`, `html` and `info` are the same in three formats: one of them is there. */
const formats = ['text', 'info', 'html'] as const

const formatOf = (entry: Obj): (typeof formats)[number] | undefined =>
  formats.find(name => textOf(entry[name]) !== undefined)

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return itemOf({ extensions: { value: entry } })
  const format = formatOf(entry)
  const code = textOf(entry['code'])
  return itemOf({
    detail: format === undefined ? undefined : textOf(entry[format]),
    code,
    extensions: rest(entry, format === undefined ? { code } : { code, [format]: true }),
  })
}

const readsError: Readonly<Record<string, true>> = { error: true }
const readsErrors: Readonly<Record<string, true>> = { errors: true }
/** The REST API has its text once for each language. */
const readRest = (body: Obj, { method }: Payload): Said => {
  const texts = isObj(body['messageTranslations']) ? body['messageTranslations'] : {}
  let lang: string | undefined
  for (const name in texts) if (lang === undefined && textOf(texts[name]) !== undefined) lang = name
  const detail = lang === undefined ? undefined : textOf(texts[lang])
  const others = lang === undefined ? undefined : rest(texts, { [lang]: true })
  const error = textOf(body['error'])
  const failure = textOf(body['failureCode'])
  const name = textOf(body['name'])
  const hasParam = failure !== undefined && name !== undefined
  const status = body['httpCode']
  const place = method === 'GET' || method === 'HEAD' ? 'query' : undefined
  const reads: Record<string, true> = Object.create(null)
  for (const read of [
    error === undefined ? 'errorKey' : 'error',
    detail === undefined ? 'message' : 'messageTranslations',
    'httpCode',
    hasParam ? 'name' : 'httpCode',
    hasParam ? 'failureCode' : 'httpCode',
  ])
    if (textOf(body[read]) !== undefined || read === 'httpCode' || read === 'messageTranslations') reads[read] = true
  return {
    detail: detail ?? textOf(body['message']),
    code: error ?? textOf(body['errorKey']),
    bodyStatus: typeof status === 'number' ? status : undefined,
    errors: hasParam ? [itemOf({ detail, pointer: pointerOfPath(name), in: place, name, code: failure })] : undefined,
    extensions: others === undefined ? undefined : { messageTranslations: others },
    reads,
  }
}

const toProblem = (body: MediawikiBody, payload: Payload): Said => {
  const { error, errors, httpCode } = body
  if (typeof httpCode === 'number') return readRest(body, payload)
  if (Array.isArray(errors)) {
    const items = itemsOfList(errors, payload.limits, toItem)
    return { ...items, kind: kindOf(items.errors[0]?.code), reads: readsErrors }
  }
  const { detail, code, extensions } = toItem(error)
  return {
    detail,
    code,
    kind: kindOf(code),
    extensions: extensions === undefined ? undefined : { error: extensions },
    reads: readsError,
  }
}

const declared: Claim = { rung: 'declared', because: 'the field MediaWiki-API-Error' }
const action: Claim = { rung: 'distinctive', because: 'an error of code and info' }
const restApi: Claim = { rung: 'distinctive', because: 'httpCode and httpReason' }

/**
 * The action API and the REST API of MediaWiki.
 *
 * @see https://www.mediawiki.org/wiki/API:Errors_and_warnings
 * @category dialects
 * @since 0.1.0
 */
export const mediawiki: Dialect<'mediawiki', MediawikiBody, MediawikiCode> = {
  id: 'mediawiki',
  title: 'MediaWiki API',
  docs: 'https://www.mediawiki.org/wiki/API:Errors_and_warnings',
  verified: '2026-11 against captures of 1.39; of the codes only those that were captured',
  shape: [
    { required: { httpCode: 'number', httpReason: 'string' } },
    { required: { error: 'object' }, absent: ['jsonrpc', 'status', 'type'] },
    { required: { errors: 'array' }, absent: ['message', 'error'], fields: ['mediawiki-api-error'] },
  ],
  body: mediawikiBody,
  claim: ({ error, errors, httpCode }, { fields }) => {
    if (httpCode !== undefined) return restApi
    const told = fields.get('mediawiki-api-error')
    if (isObj(error)) {
      if (typeof error['code'] !== 'string' || formatOf(error) === undefined) return undefined
      return told !== undefined ? declared : textOf(error['info']) === undefined ? undefined : action
    }
    return told !== undefined && Array.isArray(errors) && isObj(errors[0]) ? declared : undefined
  },
  toProblem,
  codes,
}

/**
 * express-openapi-validator: `{ message, errors: [{ path, message, errorCode }] }`, in the envelope of its documented handler.
 * Who: https://cdimascio.github.io/express-openapi-validator-documentation/. Observed: express-openapi-validator 5.6, November 2026.
 * A path begins with the part of the request, `/body/tags/1`; on 401, 404, 405 and 415 it is the route, and no field.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { formatPointer, parsePointer } from '../http/pointer.js'
import type { Place, ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const openapiValidatorBody = members('OpenapiValidatorBody', { message: t.string, errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type OpenapiValidatorBody = t.TypeOf<typeof openapiValidatorBody>

const places: Readonly<Record<string, Place | 'body'>> = Object.assign(Object.create(null), {
  body: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  cookies: 'cookie',
})

const suffix = '.openapi.validation'

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const code = textOf(entry['errorCode'])
  const path = textOf(entry['path'])
  const [part = '', ...tokens] = (path === undefined ? undefined : parsePointer(path)) ?? []
  // without a code the path is that of the route
  const place = code === undefined ? undefined : places[part]
  return itemOf({
    detail,
    pointer: place === undefined ? undefined : formatPointer(tokens),
    in: place === 'body' ? undefined : place,
    name: place === undefined ? undefined : path,
    code,
    extensions: rest(entry, { message: detail, errorCode: code, path: place === undefined ? undefined : path }),
  })
}

const toProblem = ({ message, errors }: OpenapiValidatorBody, { limits }: Payload): Said => ({
  detail: textOf(message),
  ...itemsOfList(errors, limits, toItem),
  extensions: message === '' ? { message } : undefined,
})

const byCode: Claim = { rung: 'distinctive', because: 'an errorCode that ends with .openapi.validation' }
const byRoute: Claim = { rung: 'likely', because: 'one error, which repeats the message beside the path of a route' }

const isRoute = (errors: readonly unknown[], first: Obj, message: string): boolean => {
  const { path } = first
  if (errors.length !== 1 || first['message'] !== message || typeof path !== 'string' || path[0] !== '/') return false
  return Object.keys(first).length === 2
}

/**
 * express-openapi-validator.
 *
 * @see https://cdimascio.github.io/express-openapi-validator-documentation/
 * @category dialects
 * @since 0.1.0
 */
export const openapiValidator: Dialect<'openapi-validator', OpenapiValidatorBody, never> = {
  id: 'openapi-validator',
  title: 'express-openapi-validator',
  docs: 'https://cdimascio.github.io/express-openapi-validator-documentation/',
  verified: '2026-11 against captures of express-openapi-validator 5.6',
  shape: {
    required: { message: 'string', errors: 'array' },
    absent: ['data', 'docs', 'documentation_url', 'code', 'status', 'statusCode', 'error', 'success', 'name', 'type'],
  },
  body: openapiValidatorBody,
  claim: ({ message, errors }) => {
    const [first] = errors
    if (!isObj(first)) return undefined
    const code = first['errorCode']
    if (typeof code === 'string' && code.endsWith(suffix)) return byCode
    return isRoute(errors, first, message) ? byRoute : undefined
  },
  toProblem,
}

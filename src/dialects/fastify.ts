/**
 * Fastify: `{ statusCode, code?, error, message }`, where `error` is the phrase of the status.
 * Who: https://fastify.dev/docs/latest/Reference/Errors/. Observed: fastify 5.12 with jwt, rate-limit and multipart, November 2026.
 * `code` is that of whatever was thrown: `FST_…` is Fastify's own, `ECONNREFUSED` Node's. Which field failed stands in the text only.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { ApiProblem } from '../problem.js'
import { hasOnly, named, type Obj, textOf } from '../reading.js'
import { envelopeOf, heardInEnvelope } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const fastifyBody = members(
  'FastifyBody',
  { statusCode: t.number, error: t.string, message: t.string },
  { code: t.string },
)

/** @category dialects @since 0.1.0 */
export type FastifyBody = t.TypeOf<typeof fastifyBody>

const codes = {
  FST_ERR_VALIDATION: { because: 'The request does not match the schema of the route.', advice: 'fix-request' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { because: 'A JSON body may not be empty.', advice: 'fix-request' },
  FST_ERR_CTP_INVALID_JSON_BODY: { because: 'The body is not valid JSON.', advice: 'fix-request' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { because: 'No parser for this media type.', advice: 'fix-request' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { because: 'The body is not as long as it said.', advice: 'fix-request' },
  FST_ERR_CTP_BODY_TOO_LARGE: { because: 'The body is larger than the limit of the route.', advice: 'fix-request' },
  FST_ERR_BAD_URL: { because: 'The URL cannot be decoded.', advice: 'fix-request' },
  FST_ERR_NOT_FOUND: { because: 'The route was not found.' },
  FST_JWT_NO_AUTHORIZATION_IN_HEADER: { because: 'The request carries no token.', advice: 'reauthenticate' },
  FST_JWT_AUTHORIZATION_TOKEN_EXPIRED: { because: 'The token is expired.', advice: 'reauthenticate' },
  FST_JWT_AUTHORIZATION_TOKEN_INVALID: { because: 'The token is invalid.', advice: 'reauthenticate' },
  FST_REQ_FILE_TOO_LARGE: { because: 'A file is larger than the limit.', advice: 'fix-request' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: { because: 'The request is not multipart.', advice: 'fix-request' },
} as const

/** @category dialects @since 0.1.0 */
export type FastifyCode = keyof typeof codes

const envelope = named({ statusCode: 'text', code: 'text', error: 'text', message: 'text' })

const byCode: Claim = { rung: 'distinctive', because: 'a code that begins with FST_, beside statusCode' }
const withCode: Claim = { rung: 'likely', because: 'statusCode, code, error and message, and nothing else' }
const bare: Claim = { rung: 'possible', because: 'statusCode, error and message' }

const fromProblem = (problem: ApiProblem) => ({
  body: { ...envelopeOf(problem, 'fastify'), ...(problem.code === undefined ? {} : { code: problem.code }) },
  contentType: 'application/json; charset=utf-8',
})

/**
 * Fastify.
 *
 * @see https://fastify.dev/docs/latest/Reference/Errors/
 * @category dialects
 * @since 0.1.0
 */
export const fastify: Dialect<'fastify', FastifyBody, FastifyCode> = {
  id: 'fastify',
  title: 'Fastify',
  docs: 'https://fastify.dev/docs/latest/Reference/Errors/',
  verified: '2026-11 against captures of fastify 5.12, @fastify/jwt 10.2, rate-limit 11.2 and multipart 10.1',
  shape: {
    required: { statusCode: 'number', error: 'string', message: 'string' },
    optional: { code: 'string' },
    absent: ['validation', 'attributes', 'timestamp', 'path', 'status'],
  },
  body: fastifyBody,
  claim: ({ code }, { json }) => {
    if (code?.startsWith('FST_') === true) return byCode
    return textOf(code) !== undefined && hasOnly(json as Obj, envelope) ? withCode : bare
  },
  toProblem: body => {
    const said = heardInEnvelope(body)
    return {
      ...said,
      code: textOf(body.code),
      extensions: body.code === '' ? { ...said.extensions, code: '' } : said.extensions,
    }
  },
  fromProblem,
  codes,
}

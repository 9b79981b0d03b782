/**
 * celebrate: `{ statusCode, error, message, validation: { query: { source, keys, message } } }`, boom errors by part of the request.
 * Who: https://github.com/arb/celebrate#errors. Observed: celebrate 16.0 with joi 18, November 2026.
 * Each part of the request has one message for all of its keys, so that a key has none of its own.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Place, ProblemItem } from '../problem.js'
import { areTexts, isObj, type Obj, put, rest } from '../reading.js'
import type { Said } from '../said.js'
import { heardInEnvelope } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const celebrateBody = members('CelebrateBody', {
  statusCode: t.number,
  error: t.string,
  message: t.string,
  validation: t.UnknownRecord,
})

/** @category dialects @since 0.1.0 */
export type CelebrateBody = t.TypeOf<typeof celebrateBody>

/** What celebrate calls the parts of a request. */
const places: Readonly<Record<string, Place | 'body'>> = Object.assign(Object.create(null), {
  body: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  cookies: 'cookie',
  signedCookies: 'cookie',
})

const isSegment = (u: unknown): u is Obj & { readonly keys: readonly string[] } =>
  isObj(u) && typeof u['source'] === 'string' && Array.isArray(u['keys']) && areTexts(u['keys'])

const toProblem = (body: CelebrateBody, { limits }: Payload): Said => {
  const said = heardInEnvelope(body)
  const errors: ProblemItem[] = []
  let errorCount = 0
  let left: Record<string, unknown> | undefined
  for (const name in body.validation) {
    const segment = body.validation[name]
    const place = places[name]
    if (!isSegment(segment) || place === undefined) {
      left = put(left, name, segment)
      continue
    }
    for (const key of segment.keys) {
      if (++errorCount > limits.items || typeof key !== 'string') continue
      errors.push({ pointer: pointerOfPath(key), ...(place === 'body' ? {} : { in: place }), name: key })
    }
    left = put(left, name, rest(segment, { keys: segment.keys }) ?? {})
  }
  return { ...said, errors, errorCount, extensions: { ...said.extensions, validation: left ?? {} } }
}

const bySegment: Claim = {
  rung: 'distinctive',
  because: 'a validation of source and keys for each part of the request',
}

/**
 * celebrate, which brings joi to Express.
 *
 * @see https://github.com/arb/celebrate#errors
 * @category dialects
 * @since 0.1.0
 */
export const celebrate: Dialect<'celebrate', CelebrateBody, never> = {
  id: 'celebrate',
  title: 'celebrate',
  docs: 'https://github.com/arb/celebrate#errors',
  verified: '2026-11 against captures of celebrate 16.0',
  shape: { required: { statusCode: 'number', error: 'string', message: 'string', validation: 'object' } },
  body: celebrateBody,
  claim: ({ validation }) => {
    for (const name in validation)
      return places[name] !== undefined && isSegment(validation[name]) ? bySegment : undefined
    return undefined
  },
  toProblem,
}

/**
 * hapi and its boom errors: `{ statusCode, error, message, validation?: { source, keys }, attributes? }`, and what code adds.
 * Who: https://hapi.dev/module/boom/api. Observed: @hapi/hapi 21.4 with boom 10.0 and joi 18.3, November 2026.
 * `message` joins all messages, so that a key has none of its own; a message of a 500 is masked. Every error is sent `no-cache`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ApiProblem, Place } from '../problem.js'
import { areTexts, isObj, itemsOfList, type Obj, rest } from '../reading.js'
import type { Said } from '../said.js'
import { envelopeOf, heardInEnvelope } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const hapiBody = members(
  'HapiBody',
  { statusCode: t.number, error: t.string, message: t.string },
  { validation: t.UnknownRecord },
)

/** @category dialects @since 0.1.0 */
export type HapiBody = t.TypeOf<typeof hapiBody>

/** What hapi calls the parts of a request. */
const places: Readonly<Record<string, Place | 'body'>> = Object.assign(Object.create(null), {
  payload: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  state: 'cookie',
})

/** Phrases of a status that boom keeps, though Node and the RFCs have changed theirs. */
const oldPhrases: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  416: 'Requested Range Not Satisfiable',
}

const keysOf = ({ source, keys }: Obj): readonly string[] | undefined =>
  typeof source === 'string' && places[source] !== undefined && Array.isArray(keys) && areTexts(keys) ? keys : undefined

const toProblem = (body: HapiBody, { limits }: Payload): Said => {
  const said = heardInEnvelope(body)
  const { validation } = body
  if (validation === undefined) return said
  const keys = keysOf(validation)
  if (keys === undefined || keys.length === 0) return { ...said, extensions: { ...said.extensions, validation } }
  const place = places[validation['source'] as string]
  const { errors, errorCount } = itemsOfList(keys, limits, key =>
    typeof key !== 'string'
      ? { extensions: { value: key } }
      : {
          pointer: pointerOfPath(key),
          ...(place === undefined || place === 'body' ? {} : { in: place }),
          name: key,
        },
  )
  return { ...said, errors, errorCount, extensions: { ...said.extensions, validation: rest(validation, { keys }) } }
}

const sourceOf = (place: Place | undefined): string => {
  for (const source in places) if (places[source] === (place ?? 'body')) return source
  return 'payload'
}

const fromProblem = (problem: ApiProblem) => {
  const { validation, ...body } = envelopeOf(problem, 'hapi') as Record<string, unknown>
  const fields = problem.errors.filter(({ pointer }) => pointer !== undefined)
  const place = fields[0]?.in
  const own = problem.dialect === 'hapi' && isObj(validation) ? validation : { source: sourceOf(place) }
  const keys = fields
    .filter(item => item.in === place)
    .map(({ name, pointer = '' }) => name ?? pointer.slice(1).split('/').join('.'))
  if (keys.length > 0) return { body: { ...body, validation: { ...own, keys } } }
  return { body: { ...body, ...(validation === undefined ? {} : { validation }) } }
}

const byKeys: Claim = { rung: 'distinctive', because: 'a validation of source and keys beside statusCode' }
const byAttributes: Claim = { rung: 'distinctive', because: 'attributes of a challenge beside statusCode' }
const byPhrase: Claim = { rung: 'likely', because: 'a phrase of the status that boom keeps' }
const uncached: Claim = { rung: 'likely', because: 'statusCode, error and message, sent no-cache' }
const bare: Claim = { rung: 'possible', because: 'statusCode, error and message' }

/**
 * hapi, and what else sends boom errors.
 *
 * @see https://hapi.dev/module/boom/api
 * @category dialects
 * @since 0.1.0
 */
export const hapi: Dialect<'hapi', HapiBody, never> = {
  id: 'hapi',
  title: 'hapi',
  docs: 'https://hapi.dev/module/boom/api',
  verified: '2026-11 against captures of @hapi/hapi 21.4, boom 10.0, joi 18.3',
  shape: {
    required: { statusCode: 'number', error: 'string', message: 'string' },
    optional: { validation: 'object' },
    absent: ['code', 'timestamp', 'path', 'status'],
  },
  body: hapiBody,
  claim: ({ statusCode, error, validation }, { json, fields }) => {
    if (validation !== undefined) return keysOf(validation) === undefined ? undefined : byKeys
    const body = json as Obj
    if ('validation' in body) return undefined
    if (isObj(body['attributes'])) return byAttributes
    if (oldPhrases[statusCode] === error) return byPhrase
    return fields.get('cache-control') === 'no-cache' ? uncached : bare
  },
  toProblem,
  fromProblem,
}

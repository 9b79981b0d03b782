/**
 * Elasticsearch and OpenSearch: `{ error: { root_cause: [{ type, reason }], type, reason }, status }`.
 * Who: https://www.elastic.co/docs/api/doc/elasticsearch. Observed: tests of clients and bodies pasted into issues, 1.x to 8.x.
 * `reason` is the message, `type` the code. 1.x sent the exception as text, and so do 404 and 405 of the router: `{ error: "…", status }`.
 * A bulk is a 200, `{ took, errors: true, items: [{ index: { _index, _id, status, error? } }] }`.
 * A tripped breaker is a 429 with `durability`: PERMANENT ones do not pass by waiting.
 */
import * as t from 'io-ts'
import { firstOf, members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { entriesOf, readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, type Obj, objOf, present, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const elasticsearchBody = firstOf(
  'ElasticsearchBody',
  members('ElasticsearchError', { error: t.union([t.UnknownRecord, t.string]), status: t.number }),
  members('ElasticsearchBulk', { errors: t.boolean, items: t.UnknownArray }),
)

/** @category dialects @since 0.1.0 */
export type ElasticsearchBody = t.TypeOf<typeof elasticsearchBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const
const wait = { advice: 'backoff', applied: 'unlikely', maxAttempts: 3, baseDelayMs: 1_000 } as const
const down = <Because extends string>(because: Because) => ({ because, kind: 'unavailable', ...wait }) as const

const codes = {
  circuit_breaking_exception: { because: 'A memory breaker tripped', kind: 'resource_exhausted', ...wait },
  es_rejected_execution_exception: {
    because: 'A thread pool or its queue is full',
    kind: 'resource_exhausted',
    ...wait,
  },
  rejected_execution_exception: { because: 'A thread pool or its queue is full', kind: 'resource_exhausted', ...wait },
  version_conflict_engine_exception: {
    because: 'The document was changed in between, or exists already',
    kind: 'aborted',
    advice: 'resolve-conflict',
  },
  resource_already_exists_exception: {
    because: 'The index or other resource exists already',
    kind: 'already_exists',
    advice: 'fix-request',
  },
  index_not_found_exception: { because: 'No such index', kind: 'not_found', advice: 'never' },
  index_missing_exception: { because: 'No such index', kind: 'not_found', advice: 'never' },
  resource_not_found_exception: { because: 'No such resource', kind: 'not_found', advice: 'never' },
  index_closed_exception: { because: 'The index is closed', kind: 'failed_precondition', advice: 'never' },
  mapper_parsing_exception: fix('The document does not fit the mapping'),
  document_parsing_exception: fix('The document does not fit the mapping'),
  strict_dynamic_mapping_exception: fix('The mapping is strict and does not know the field'),
  parsing_exception: fix('The query could not be parsed'),
  parse_exception: fix('The request could not be parsed'),
  x_content_parse_exception: fix('The body could not be parsed'),
  illegal_argument_exception: fix('An argument is not allowed'),
  action_request_validation_exception: fix('The request did not validate'),
  master_not_discovered_exception: down('No master was found'),
  no_shard_available_action_exception: down('No copy of the shard is available'),
  unavailable_shards_exception: down('The primary shard is not active, or too few copies are'),
  process_cluster_event_timeout_exception: {
    ...down('The master did not get to the task in time'),
    applied: 'unknown', // it may still get to it
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ElasticsearchCode = keyof typeof codes

const statuses: StatusWords = {
  429: { because: 'The cluster pushes back: retry with exponential backoff', kind: 'resource_exhausted', ...wait },
}

const inCause = named({ type: 'text', reason: 'text' })
const inError = named({ type: 'text', reason: 'text', root_cause: 'list' })
const inBare = named({ type: 'text', reason: 'text' })
const noStatus: Readonly<Record<string, true>> = { error: true }
const readsBulk: Readonly<Record<string, true>> = { items: true }

const toItem = (cause: unknown, { ledger }: Payload): ProblemItem =>
  isObj(cause)
    ? itemOf({
        detail: textOf(cause['reason']),
        code: textOf(cause['type']),
        extensions: besides(cause, inCause, ledger),
      })
    : itemOf({ extensions: ledger.keep(undefined, 'value', cause) })

/** `{ index: { _index, _id, status, error } }`: what was to be done with one document, and what became of it. */
const actionOf = (entry: unknown): Obj | undefined => {
  for (const name in objOf(entry)) return objOf((entry as Obj)[name])
  return undefined
}

/** A document that was not found to be deleted is no error: it has a status of its own, and no error. */
const hasFailed = (entry: unknown): boolean => actionOf(entry)?.['error'] !== undefined

const toItems = (entry: unknown): readonly ProblemItem[] => {
  const action = actionOf(entry) as Obj
  const { error, status, _index, _id } = action
  const cause = objOf(error)
  const detail = textOf(cause?.['reason']) ?? textOf(error)
  const code = textOf(cause?.['type'])
  const name = Object.keys(entry as Obj)[0] as string
  const inner = cause === undefined ? undefined : rest(cause, { type: code, reason: detail })
  const left = rest(action, { error: cause ?? detail, status: statusOfNumber(status) }, inner && { error: inner })
  const resource = [textOf(_index), textOf(_id)].filter(part => part !== undefined).join('/')
  return [
    itemOf({
      detail,
      code,
      resource: textOf(resource),
      status: statusOfNumber(status),
      extensions: { ...(entry as Obj), [name]: left ?? {} },
    }),
  ]
}

const toProblem = (body: ElasticsearchBody, payload: Payload): Said => {
  if (!('error' in body))
    return { ...readOperations(body.items, payload.limits, { hasFailed, toItems }), reads: readsBulk }
  const { error, status } = body
  const bodyStatus = Number.isInteger(status) ? status : undefined
  const reads = bodyStatus === undefined ? noStatus : undefined
  if (typeof error === 'string') return { detail: textOf(error), bodyStatus, reads, kept: true }
  const list = error['root_cause']
  const causes = Array.isArray(list) && list.length > 0 ? list : undefined
  const left = besides(error, causes === undefined ? inBare : inError, payload.ledger)
  return {
    ...(causes === undefined ? {} : itemsOfList(causes, payload.limits, cause => toItem(cause, payload))),
    detail: textOf(error['reason']),
    code: textOf(error['type']),
    bodyStatus,
    reads,
    retryable: error['durability'] === 'PERMANENT' ? false : undefined,
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

/** One action of a bulk again. */
const fromAction = ({ detail, code, status, extensions }: ProblemItem): Obj => {
  const name = Object.keys(extensions ?? {})[0] ?? 'index'
  const action = objOf(extensions?.[name])
  const cause = objOf(action?.['error'])
  const error =
    cause === undefined && code === undefined ? detail : { ...present({ type: code, reason: detail }), ...cause }
  return { ...extensions, [name]: { ...action, ...present({ status, error }) } }
}

const fromItem = ({ detail, code, extensions }: ProblemItem) =>
  extensions !== undefined && 'value' in extensions && detail === undefined && code === undefined
    ? extensions['value']
    : { ...extensions, ...present({ type: code, reason: detail }) }

const fromProblem = (problem: ApiProblem) => {
  const { error: left, status: odd, ...outer } = problem.extensions
  const received = problem.dialect === 'elasticsearch' && problem.source.wireStatus !== undefined
  const { code, detail, errors, status, source } = problem
  if (received && source.wireStatus !== undefined && errors[0]?.status !== undefined)
    return { body: { ...problem.extensions, items: entriesOf(problem, errors.map(fromAction)) } }
  const isText = received && left === undefined && code === undefined && errors.length === 0
  const own = present({ type: code, reason: detail ?? (received ? undefined : problem.title) })
  const items = errors.length > 0 ? errors.map(fromItem) : received ? undefined : [own]
  const others = { ...(isObj(left) ? left : {}), ...present({ root_cause: items }) }
  // a reason that was null is spoken for by its root cause, and is left over
  const error = isText ? (detail ?? '') : received ? { ...own, ...others } : { ...others, ...own }
  const said = received ? (source.bodyStatus ?? (typeof odd === 'number' ? odd : status)) : status
  return { body: { ...outer, error, status: said } }
}

const product: Claim = { rung: 'declared', because: 'the field X-elastic-product' }
const rooted: Claim = { rung: 'distinctive', because: 'an error with root_cause, type and reason beside a status' }
const bare: Claim = { rung: 'likely', because: 'an error of type and reason beside a status' }
const bulk: Claim = {
  rung: 'distinctive',
  because: 'errors, and items of a bulk one of which has an error and a status',
}
const old: Claim = { rung: 'likely', because: 'the text of a Java exception beside a status' }

const isFailedAction = (entry: unknown): boolean =>
  hasFailed(entry) && statusOfNumber(actionOf(entry)?.['status']) !== undefined

/** `IndexMissingException[[x] missing]`, and the like. */
const isException = /^[A-Z][A-Za-z]{0,80}Exception\[/

/**
 * Elasticsearch and OpenSearch.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch
 * @category dialects
 * @since 0.1.0
 */
export const elasticsearch: Dialect<'elasticsearch', ElasticsearchBody, ElasticsearchCode> = {
  id: 'elasticsearch',
  title: 'Elasticsearch',
  docs: 'https://www.elastic.co/docs/api/doc/elasticsearch',
  verified: '2026-11 against tests of clients and pasted bodies; no live capture',
  shape: [
    {
      required: { error: ['object', 'string'], status: 'number' },
      absent: ['message', 'timestamp', 'path', 'code', 'errors'],
    },
    { required: { errors: 'boolean', items: 'array' } },
  ],
  reads: ['error', 'status'],
  body: elasticsearchBody,
  claim: (body, { fields }) => {
    if (!('error' in body)) return body.errors && body.items.some(isFailedAction) ? bulk : undefined
    const { error } = body
    if (typeof error === 'string') {
      if (fields.get('x-elastic-product') !== undefined) return product
      return isException.test(error) ? old : undefined
    }
    const { type, reason, root_cause } = error
    if (typeof type !== 'string' || (typeof reason !== 'string' && reason !== null)) return undefined
    if (fields.get('x-elastic-product') !== undefined) return product
    return Array.isArray(root_cause) ? rooted : bare
  },
  toProblem,
  fromProblem,
  statuses,
  codes,
}

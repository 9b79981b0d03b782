/**
 * etcd's v2 keys API: `{ errorCode, message, cause, index }`.
 * Who: etcd v2 API errorcode document. Observed: captures of etcd 3.4 with v2 enabled, 2026.
 * `cause` is mostly the key; `index` is the state that the answer is about. etcd 3 answers through grpc-gateway.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, exists, fault, fix, mend } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const etcdBody = members(
  'EtcdBody',
  { errorCode: t.number, message: t.string },
  { cause: t.string, index: t.number },
)

/** @category dialects @since 0.1.0 */
export type EtcdBody = t.TypeOf<typeof etcdBody>

const codes: Readonly<Record<string, ApiWord>> = {
  100: absent('Key not found'),
  101: { because: 'Compare failed: read the key again', kind: 'failed_precondition', advice: 'resolve-conflict' },
  102: { because: 'Not a file', kind: 'failed_precondition', advice: 'fix-request' },
  104: { because: 'Not a directory', kind: 'failed_precondition', advice: 'fix-request' },
  105: exists('Key already exists'),
  107: denied('Root is read only'),
  108: { because: 'Directory not empty', kind: 'failed_precondition', advice: 'fix-request' },
  110: mend('The request requires user authentication'),
  201: fix('PrevValue is required in POST form'),
  202: fix('The given TTL in POST form is not a number'),
  203: fix('The given index in POST form is not a number'),
  209: fix('Invalid field'),
  210: fix('Invalid POST form'),
  211: fix('Value provided on refresh'),
  212: fix('A TTL must be provided on refresh'),
  300: fault('Raft Internal Error'),
  301: { because: 'During Leader Election', kind: 'unavailable' },
  400: { because: 'The watcher is cleared because etcd recovered', kind: 'aborted' },
  401: {
    because: 'The event in the requested index is outdated and cleared',
    kind: 'out_of_range',
    advice: 'fix-request',
  },
}

const declared: Claim = { rung: 'declared', because: 'the field X-Etcd-Cluster-Id or X-Etcd-Index' }
const distinctive: Claim = { rung: 'distinctive', because: 'errorCode, message, cause and index' }

/**
 * The v2 API of etcd.
 *
 * @see https://etcd.io/docs/v2.3/errorcode/
 * @category dialects
 * @since 0.1.0
 */
export const etcd: Dialect<'etcd', EtcdBody, string> = {
  id: 'etcd',
  title: 'etcd v2 API',
  docs: 'https://etcd.io/docs/v2.3/errorcode/',
  verified: '2026-11 against captures of etcd 3.4 with v2 enabled, and its source',
  shape: { required: { errorCode: 'number', message: 'string' }, absent: ['errors', 'error', 'statusCode'] },
  reads: ['errorCode', 'message'],
  body: etcdBody,
  claim: ({ cause, index }, { fields }) => {
    if (fields.get('x-etcd-cluster-id') !== undefined || fields.get('x-etcd-index') !== undefined) return declared
    return cause !== undefined && index !== undefined ? distinctive : undefined
  },
  toProblem: ({ errorCode, message }) => ({
    detail: textOf(message),
    code: String(errorCode),
    extensions: message === '' ? { message } : undefined,
  }),
  codes,
}

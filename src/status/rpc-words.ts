/**
 * What google.rpc.Code documents of its codes: who speaks gRPC over HTTP says these, by names or numbers of his own.
 * Comes in: how a protocol names a kind. Goes out: its table of codes.
 * This room knows no protocol.
 */
import { type Kind, kinds } from './kind.js'
import type { ApiWord } from './semantics.js'
import { absent, denied, down, exists, fault, fix, renew, stale } from './words.js'

const words: Readonly<Record<Kind, ApiWord>> = {
  cancelled: { because: 'The caller cancelled the operation.' },
  unknown: { because: 'The cause is unknown, as when an error has no code of its own.' },
  invalid_argument: fix('An argument is wrong, whatever the state of the system.'),
  deadline_exceeded: {
    because: 'The deadline passed; the operation may have succeeded all the same.',
    applied: 'unknown',
  },
  not_found: absent('What was asked for was not found.'),
  already_exists: exists('What was to be created exists already.'),
  permission_denied: denied('The caller may not do this.'),
  resource_exhausted: { because: 'Something is used up: a quota of this caller, a disk, the room for a message.' },
  failed_precondition: {
    because: 'The system is not in the state that the operation needs: mend that, then retry.',
    advice: 'resolve-conflict',
  },
  aborted: stale('Aborted, mostly by a conflict of concurrent operations: begin the whole sequence again.'),
  out_of_range: { because: 'The operation went past the valid range.', advice: 'fix-request' },
  unimplemented: { because: 'The operation is not implemented or not enabled here.', advice: 'never' },
  internal: fault('An invariant of the system was broken.'),
  unavailable: down('The service is not available just now: retry with backoff.'),
  data_loss: { because: 'Data was lost or corrupted for good.', advice: 'never' },
  unauthenticated: renew('The request has no valid credentials.'),
}

/**
 * The codes of a protocol, by the names that it gives to the kinds.
 *
 * @example
 * rpcWords((_, number) => String(number))['5'] // { because: 'What was asked for was not found.', kind: 'not_found', advice: 'never' }
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 * @category registry
 * @since 0.1.0
 */
export const rpcWords = <Name extends string>(
  nameOf: (kind: Kind, number: number) => Name,
): Readonly<Record<Name, ApiWord>> => {
  const named: Record<string, ApiWord> = {}
  kinds.forEach((kind, i) => {
    named[nameOf(kind, i + 1)] = { ...words[kind], kind }
  })
  return named as Record<Name, ApiWord>
}

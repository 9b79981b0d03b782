/**
 * The registered 5xx codes. Kinds follow google.rpc/code.proto read backwards and gRPC's own mapping of HTTP codes; a
 * gateway's 502 is `unavailable`, its 504 `deadline_exceeded`, and 507 is `resource_exhausted`: the disk is full.
 * Comes in: nothing. Goes out: rows.
 * This room knows no API's own words.
 */
import type { RowSource } from './row.js'

/**
 * IANA's 5xx codes. A circuit breaker counts those that tell of a fault which may pass.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.6
 * @category registry
 * @since 0.1.0
 */
// biome-ignore format: a table; one entry a status
export const serverRows: readonly RowSource[] = [
  [500, 'Internal Server Error', 'internal', 'once', 'unknown', 'RFC 9110 §15.6.1',
    'An unexpected condition (RFC 9110 §15.6.1): as often a bug that this very request meets as a fault that passes. '
    + 'AIP-194 would not retry; one more try tells the two apart.'],
  [501, 'Not Implemented', 'unimplemented', 'never', 'unlikely', 'RFC 9110 §15.6.2',
    'The server lacks what the request needs, mostly the method (RFC 9110 §15.6.2); a retry does not add it.',
    { countsAsFailure: false }],
  [502, 'Bad Gateway', 'unavailable', 'backoff', 'unknown', 'RFC 9110 §15.6.3',
    'The gateway got no valid answer from behind (RFC 9110 §15.6.3); the request may have been done there or not.',
    { otherPhrases: ['Proxy Error'], answeredBy: 'intermediary' }],
  [503, 'Service Unavailable', 'unavailable', 'backoff', 'unlikely', 'RFC 9110 §15.6.4',
    'Overload or maintenance that should pass (RFC 9110 §15.6.4): the whole origin is meant; Retry-After says when.',
    { otherPhrases: ['Service Temporarily Unavailable', 'Backend fetch failed'], scope: 'origin' }],
  [504, 'Gateway Timeout', 'deadline_exceeded', 'backoff', 'unknown', 'RFC 9110 §15.6.5',
    'The gateway waited in vain (RFC 9110 §15.6.5), and the request may still be running: two attempts, not three.',
    { otherPhrases: ['Gateway Time-out'], answeredBy: 'intermediary', maxAttempts: 2 }],
  [505, 'HTTP Version Not Supported', 'unimplemented', 'never', 'no', 'RFC 9110 §15.6.6',
    'The server refuses this major version of HTTP (RFC 9110 §15.6.6): the same request over it is refused again.',
    { countsAsFailure: false }],
  [506, 'Variant Also Negotiates', 'internal', 'never', 'no', 'RFC 2295 §8.1',
    'The content negotiation of the server runs in a circle (RFC 2295 §8.1): only its operator can mend that.',
    { countsAsFailure: false }],
  [507, 'Insufficient Storage', 'resource_exhausted', 'never', 'unlikely', 'RFC 4918 §11.5',
    'No room to store what is needed (RFC 4918 §11.5): temporary, yet a request by a user is not to be repeated unless '
    + 'the user asks again.',
    { retryAfter: 'lift' }],
  [508, 'Loop Detected', 'internal', 'never', 'unlikely', 'RFC 5842 §7.2',
    'The collection contains itself, so the whole operation failed (RFC 5842 §7.2) and would fail again.',
    { otherPhrases: ['Resource Limit Is Reached'], countsAsFailure: false }],
  [510, 'Not Extended', 'failed_precondition', 'fix-request', 'no', 'RFC 2774 §7',
    'The request lacks an extension that the policy for access demands (RFC 2774 §7, now Historic).',
    { otherPhrases: ['Not Extended (OBSOLETED)'], countsAsFailure: false }],
  [511, 'Network Authentication Required', 'unauthenticated', 'never', 'no', 'RFC 6585 §6',
    'A captive portal wants a login (RFC 6585 §6): this is not the word of the origin, which the request never reached.',
    { answeredBy: 'intermediary', scope: 'client', countsAsFailure: false }],
]

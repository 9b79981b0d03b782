/**
 * The registered 4xx codes. Kinds follow google.rpc/code.proto read backwards, and where it has several, the one whose
 * usual reaction fits the advice: 409 is `aborted` (a dialect that knows better says `already_exists`); 405 is a method
 * the target does not support, `unimplemented`; too large or too long is wrong in any state of the server, so
 * `invalid_argument`, not `resource_exhausted`, which means wait; 421 and 425 may be sent again, so `unavailable`.
 * Comes in: nothing. Goes out: rows. This room knows no API's own words.
 */
import type { RowSource } from './row.js'

/**
 * IANA's 4xx codes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5
 * @category registry
 * @since 0.1.0
 */
// biome-ignore format: a table; one entry a status
export const clientRows: readonly RowSource[] = [
  [400, 'Bad Request', 'invalid_argument', 'fix-request', 'unlikely', 'RFC 9110 §15.5.1',
    'The server sees the fault in the request (RFC 9110 §15.5.1): the same bytes get the same answer.'],
  [401, 'Unauthorized', 'unauthenticated', 'reauthenticate', 'no', 'RFC 9110 §15.5.2',
    'Not applied, for want of valid credentials (RFC 9110 §15.5.2): once more with new ones, never with the same.',
    { otherPhrases: ['Authorization Required'] }],
  [402, 'Payment Required', 'failed_precondition', 'never', 'unlikely', 'RFC 9110 §15.5.3',
    'Reserved (RFC 9110 §15.5.3); APIs use it for an unpaid or exhausted account, which no retry settles.'],
  [403, 'Forbidden', 'permission_denied', 'never', 'no', 'RFC 9110 §15.5.4',
    'Understood and refused: not to be repeated automatically with the same credentials (RFC 9110 §15.5.4).'],
  [404, 'Not Found', 'not_found', 'never', 'unlikely', 'RFC 9110 §15.5.5',
    'Nothing is there, or it is hidden (RFC 9110 §15.5.5). On a repeated DELETE the first one may have worked.',
    { ambiguousOnResend: true }],
  [405, 'Method Not Allowed', 'unimplemented', 'fix-request', 'no', 'RFC 9110 §15.5.6',
    'The target does not support this method; Allow lists those that it does (RFC 9110 §15.5.6).',
    { otherPhrases: ['Not Allowed'] }],
  [406, 'Not Acceptable', 'invalid_argument', 'fix-request', 'unlikely', 'RFC 9110 §15.5.7',
    'No representation fits what the Accept fields ask for (RFC 9110 §15.5.7): ask for another.'],
  [407, 'Proxy Authentication Required', 'unauthenticated', 'reauthenticate', 'no', 'RFC 9110 §15.5.8',
    'The proxy wants credentials before it forwards anything (RFC 9110 §15.5.8): once more with Proxy-Authorization.',
    { answeredBy: 'intermediary' }],
  [408, 'Request Timeout', 'deadline_exceeded', 'new-connection', 'unlikely', 'RFC 9110 §15.5.9',
    'No complete request came in time; it may be repeated on another connection (RFC 9110 §15.5.9). Applications that '
    + 'report their own timeouts with it make that likely, not certain.',
    { otherPhrases: ['Request Time-out'], countsAsFailure: true }],
  [409, 'Conflict', 'aborted', 'resolve-conflict', 'unlikely', 'RFC 9110 §15.5.10',
    'It conflicts with the present state of the resource (RFC 9110 §15.5.10): read it, decide, send anew. With an '
    + 'idempotency key the first request is still being processed (draft-ietf-httpapi-idempotency-key-header).',
    { retryAfter: 'lift', ambiguousOnResend: true,
      withIdempotencyKey: { advice: 'backoff', maxAttempts: 3, baseDelayMs: 100 } }],
  [410, 'Gone', 'not_found', 'never', 'unlikely', 'RFC 9110 §15.5.11',
    'It was there and is gone, likely for good (RFC 9110 §15.5.11). On a repeated DELETE the first may have worked.',
    { ambiguousOnResend: true }],
  [411, 'Length Required', 'invalid_argument', 'fix-request', 'no', 'RFC 9110 §15.5.12',
    'Refused for want of a Content-Length (RFC 9110 §15.5.12): add one.'],
  [412, 'Precondition Failed', 'failed_precondition', 'resolve-conflict', 'no', 'RFC 9110 §15.5.13',
    'A condition of the request was false, so the method was not performed (RFC 9110 §13.1.1, §15.5.13). On a repeat, '
    + 'the first attempt may itself have changed the validator.',
    { ambiguousOnResend: true }],
  [413, 'Content Too Large', 'invalid_argument', 'fix-request', 'no', 'RFC 9110 §15.5.14',
    'The content is more than the server takes (RFC 9110 §15.5.14): send less, or later if Retry-After says so.',
    { otherPhrases: ['Payload Too Large', 'Request Entity Too Large'], retryAfter: 'lift' }],
  [414, 'URI Too Long', 'invalid_argument', 'fix-request', 'no', 'RFC 9110 §15.5.15',
    'The target URI is longer than the server reads (RFC 9110 §15.5.15): shorten it.',
    { otherPhrases: ['Request-URI Too Long', 'Request-URI Too Large'] }],
  [415, 'Unsupported Media Type', 'invalid_argument', 'fix-request', 'no', 'RFC 9110 §15.5.16',
    'The format or coding of the content is not supported here (RFC 9110 §15.5.16): send another.'],
  [416, 'Range Not Satisfiable', 'out_of_range', 'fix-request', 'no', 'RFC 9110 §15.5.17',
    'No range asked for overlaps what there is (RFC 9110 §15.5.17): ask within Content-Range.',
    { otherPhrases: ['Requested Range Not Satisfiable'] }],
  [417, 'Expectation Failed', 'failed_precondition', 'fix-request', 'no', 'RFC 9110 §15.5.18',
    'The Expect field cannot be met (RFC 9110 §15.5.18): leave it out (§10.1.1), which is another request.'],
  [418, '(Unused)', 'unknown', 'never', 'unlikely', 'RFC 9110 §15.5.19',
    'Reserved because a joke was deployed (RFC 9110 §15.5.19): it has no meaning to act on.',
    { otherPhrases: ["I'm a teapot"] }],
  [421, 'Misdirected Request', 'unavailable', 'new-connection', 'no', 'RFC 9110 §15.5.20',
    'This connection leads to a server that cannot answer for the target: any method may be sent again over another '
    + 'one, at once (RFC 9110 §15.5.20).',
    { baseDelayMs: 0, retryAfter: 'ignore' }],
  [422, 'Unprocessable Content', 'invalid_argument', 'fix-request', 'unlikely', 'RFC 9110 §15.5.21',
    'The syntax is right and the instructions are not (RFC 9110 §15.5.21): change the content.',
    { otherPhrases: ['Unprocessable Entity'] }],
  [423, 'Locked', 'failed_precondition', 'resolve-conflict', 'unlikely', 'RFC 4918 §11.3',
    'The resource is locked (RFC 4918 §11.3): get the lock token; waiting is worthwhile only if Retry-After says so.',
    { retryAfter: 'lift' }],
  [424, 'Failed Dependency', 'failed_precondition', 'resolve-conflict', 'no', 'RFC 4918 §11.4',
    'Not performed because another action that it depends on failed (RFC 4918 §11.4): repair that one.'],
  [425, 'Too Early', 'unavailable', 'new-connection', 'no', 'RFC 8470 §5.2',
    'The server will not risk a replay (RFC 8470 §5.2): send it again when the handshake is complete, not as early data.',
    { baseDelayMs: 0 }],
  [426, 'Upgrade Required', 'failed_precondition', 'fix-request', 'no', 'RFC 9110 §15.5.22',
    'Refused over this protocol; Upgrade names the one to use (RFC 9110 §15.5.22).'],
  [428, 'Precondition Required', 'invalid_argument', 'fix-request', 'no', 'RFC 6585 §3',
    'Only conditional requests are taken, against lost updates (RFC 6585 §3): read, then send If-Match.'],
  [429, 'Too Many Requests', 'resource_exhausted', 'after-delay', 'unlikely', 'RFC 6585 §4',
    'Too many requests from this client (RFC 6585 §4): hold back all of them until Retry-After. That nothing was done '
    + 'is usual; the RFC does not promise it.',
    { scope: 'client' }],
  [431, 'Request Header Fields Too Large', 'invalid_argument', 'fix-request', 'no', 'RFC 6585 §5',
    'A header field, or all together, is too large to be processed (RFC 6585 §5): send fewer or shorter ones.'],
  [451, 'Unavailable For Legal Reasons', 'permission_denied', 'never', 'no', 'RFC 7725 §3',
    'Denied because of a legal demand (RFC 7725 §3); whether the resource exists is left open.'],
]

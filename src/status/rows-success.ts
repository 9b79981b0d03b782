/**
 * The registered codes under which nothing failed, or the client is sent elsewhere: 2xx and 3xx.
 * Comes in: nothing. Goes out: rows. Successes and 304 are `ok`; a redirect is no error and no success, so `unknown`.
 * This room knows the registered codes only; 218, an error under a 2xx code, is among the unofficial ones.
 */
import type { RowSource } from './row.js'

/**
 * IANA's 2xx and 3xx codes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3
 * @category registry
 * @since 0.1.0
 */
// biome-ignore format: a table; one entry a status
export const successRows: readonly RowSource[] = [
  [200, 'OK', 'ok', 'none', 'yes', 'RFC 9110 §15.3.1',
    'The request succeeded and this is its result (RFC 9110 §15.3.1); sending it again would do it again.'],
  [201, 'Created', 'ok', 'none', 'yes', 'RFC 9110 §15.3.2',
    'The request created what Location, or else the target, names (RFC 9110 §15.3.2); nothing is left to do.'],
  [202, 'Accepted', 'ok', 'poll', 'yes', 'RFC 9110 §15.3.3',
    'Accepted, with the outcome left open on purpose (RFC 9110 §15.3.3): ask the status monitor, never send it again.'],
  [203, 'Non-Authoritative Information', 'ok', 'none', 'yes', 'RFC 9110 §15.3.4',
    'The request succeeded; a proxy changed the content on its way back (RFC 9110 §15.3.4).'],
  [204, 'No Content', 'ok', 'none', 'yes', 'RFC 9110 §15.3.5',
    'The request succeeded and an empty body is the whole answer (RFC 9110 §15.3.5).', { mayHaveBody: false }],
  [205, 'Reset Content', 'ok', 'none', 'yes', 'RFC 9110 §15.3.6',
    'The request succeeded and the client should reset its view (RFC 9110 §15.3.6); no content may follow.',
    { mayHaveBody: false }],
  [206, 'Partial Content', 'ok', 'none', 'yes', 'RFC 9110 §15.3.7',
    'The range asked for is here (RFC 9110 §15.3.7); a missing part is another range request, not a retry.'],
  [207, 'Multi-Status', 'ok', 'none', 'yes', 'RFC 4918 §11.1',
    'Each member has a status of its own (RFC 4918 §13): judge each by its own row, and send only failed ones again.'],
  [208, 'Already Reported', 'ok', 'none', 'yes', 'RFC 5842 §7.1',
    'These members were reported earlier in the same multi-status (RFC 5842 §7.1); nothing new happened.'],
  [226, 'IM Used', 'ok', 'none', 'yes', 'RFC 3229 §10.4.1',
    'The request succeeded; the content is a delta against an instance the client holds (RFC 3229 §10.4.1).'],

  [300, 'Multiple Choices', 'unknown', 'never', 'no', 'RFC 9110 §15.4.1',
    'Several representations exist and somebody must choose (RFC 9110 §15.4.1); no machine can follow without Location.'],
  [301, 'Moved Permanently', 'unknown', 'follow-redirect', 'unknown', 'RFC 9110 §15.4.2',
    'It lives at Location for good (RFC 9110 §15.4.2); a POST may become a GET, and Retry-After is the least wait.'],
  [302, 'Found', 'unknown', 'follow-redirect', 'unknown', 'RFC 9110 §15.4.3',
    'It is at Location for now (RFC 9110 §15.4.3); often sent once a POST was done, so follow and do not repeat.',
    { otherPhrases: ['Moved Temporarily'] }],
  [303, 'See Other', 'unknown', 'follow-redirect', 'yes', 'RFC 9110 §15.4.4',
    'The answer to the request is at Location, to be fetched with GET (RFC 9110 §15.4.4).'],
  [304, 'Not Modified', 'ok', 'none', 'yes', 'RFC 9110 §15.4.5',
    'The stored response is still good (RFC 9110 §15.4.5): use it.', { mayHaveBody: false }],
  [305, 'Use Proxy', 'unknown', 'never', 'no', 'RFC 9110 §15.4.6',
    'Deprecated (RFC 9110 §15.4.6): a response must not choose the proxy of its client.'],
  [306, '(Unused)', 'unknown', 'never', 'unknown', 'RFC 9110 §15.4.7',
    'Reserved and no longer used (RFC 9110 §15.4.7): nothing can be concluded from it.',
    { otherPhrases: ['Switch Proxy'] }],
  [307, 'Temporary Redirect', 'unknown', 'follow-redirect', 'no', 'RFC 9110 §15.4.8',
    'Not done here: the same method and content go to Location this time (RFC 9110 §15.4.8).'],
  [308, 'Permanent Redirect', 'unknown', 'follow-redirect', 'no', 'RFC 9110 §15.4.9',
    'Not done here: the same method and content go to Location from now on (RFC 9110 §15.4.9).'],
]

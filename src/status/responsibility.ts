/**
 * Whose fault an upstream's status is, seen by the caller of a gateway: one row for every status of the registry from 400 on.
 * Comes in: a status. Goes out: whose word it is, what a gateway answers where it is the gateway's, and why.
 * This room knows no policy and no problem: what a gateway declares is decided in `relay`.
 */

/**
 * Whose word a status is:
 *
 * - `resource` of what was asked for: it is said on as it is
 * - `upstream` a fault behind: it is said on as it is
 * - `credential` of the one whose credential was sent · `quota` of the one whose quota is used up
 * - `request` of the one who composed the request
 * - `hop` of the connection between gateway and upstream: nobody else's, whatever was declared
 *
 * @category model
 * @since 0.1.0
 */
export const whoseWords = ['resource', 'upstream', 'credential', 'quota', 'request', 'hop'] as const

/** @category model @since 0.1.0 */
export type Whose = (typeof whoseWords)[number]

/** @category model @since 0.1.0 */
export interface Responsibility {
  readonly status: number
  readonly whose: Whose
  /** What a gateway answers where it is the gateway's word; the status itself where it is always said on. */
  readonly becomes: number
  readonly because: string
}

type Row = readonly [status: number, whose: Whose, becomes: number, because: string]

// biome-ignore format: a table; one entry a status
const rows: readonly Row[] = [
  [400, 'request', 502, 'whoever wrote the request wrote it wrongly'],
  [401, 'credential', 502, 'the credential that was sent is not taken; a challenge is for its owner'],
  [402, 'credential', 502, 'the account that has to pay is that of the credential'],
  [403, 'credential', 502, 'the credential that was sent does not allow it'],
  [404, 'request', 502, 'whoever wrote the URL named something that is not there'],
  [405, 'request', 502, 'whoever chose the method chose one that the target lacks'],
  [406, 'request', 502, 'whoever wrote Accept asked for what there is not'],
  [407, 'credential', 502, 'a proxy on the way wants a credential of the one who sent the request through it'],
  [408, 'hop', 504, 'the gateway did not complete its request in time, or an idle connection was closed'],
  [409, 'request', 502, 'the conflict is with what the request was made to change'],
  [410, 'request', 502, 'as 404: whoever wrote the URL named what is gone'],
  [411, 'hop', 502, 'the length is a matter of the message that the gateway framed'],
  [412, 'request', 502, 'whoever set the condition finds it false'],
  [413, 'request', 502, 'the content is more than the upstream takes, whoever wrote it'],
  [414, 'request', 502, 'the URL is longer than the upstream reads, whoever wrote it'],
  [415, 'request', 502, 'whoever chose the format of the content chose one that is not taken'],
  [416, 'request', 502, 'whoever set the range asked beyond the end'],
  [417, 'hop', 502, 'an expectation is settled by each hop for itself (RFC 9110 §10.1.1)'],
  [418, 'upstream', 418, 'it has no meaning to translate'],
  [419, 'credential', 502, 'the session or token of the one who sent it has expired'],
  [420, 'quota', 503, 'a 429 under another number'],
  [421, 'hop', 502, 'the gateway sent the request over a connection to the wrong server'],
  [422, 'request', 502, 'whoever wrote the content wrote what cannot be done'],
  [423, 'request', 502, 'the lock is on what the request was made to change'],
  [424, 'request', 502, 'the action that failed first was part of the same request'],
  [425, 'hop', 502, 'the gateway sent early data (RFC 8470 §5.2); to a caller it is not yet an answer'],
  [426, 'hop', 502, 'the protocol of this connection is the choice of the gateway; Upgrade is hop-by-hop'],
  [428, 'request', 502, 'whoever wrote the request left out the condition'],
  [429, 'quota', 503, 'the quota of the credential is used up: to the caller the service is unavailable'],
  [430, 'credential', 502, 'the credential or address that sent it is held to be malicious'],
  [431, 'hop', 502, 'each hop adds and drops header fields: only the gateway knows which were too many'],
  [440, 'credential', 502, 'the session of the one who sent it has expired'],
  [444, 'hop', 502, 'a log code of a proxy that hung up'],
  [449, 'request', 502, 'whoever wrote the request left something out'],
  [450, 'hop', 502, 'a filter between gateway and upstream speaks'],
  [451, 'resource', 451, 'the law forbids it to everybody'],
  [460, 'hop', 504, 'the gateway hung up on the load balancer'],
  [463, 'hop', 502, 'X-Forwarded-For is written by the proxies on the way'],
  [464, 'hop', 502, 'the protocol version of this connection is the choice of the gateway'],
  [494, 'hop', 502, 'as 431'],
  [495, 'hop', 502, 'the client certificate is that of the gateway'],
  [496, 'hop', 502, 'the client certificate is that of the gateway'],
  [497, 'hop', 502, 'the gateway spoke plain HTTP to a TLS port'],
  [498, 'credential', 502, 'the token that was sent is not taken'],
  [499, 'credential', 502, 'a token is required; as a cancellation it is that of the gateway'],
  [500, 'upstream', 500, 'a fault behind'],
  [501, 'upstream', 501, 'the upstream lacks the function'],
  [502, 'upstream', 502, 'a fault further behind'],
  [503, 'upstream', 503, 'the upstream is unavailable, and says until when'],
  [504, 'upstream', 504, 'a wait further behind'],
  [505, 'hop', 502, 'the version of HTTP on this connection is the choice of the gateway'],
  [506, 'upstream', 506, 'a fault in the configuration behind'],
  [507, 'upstream', 507, 'the upstream is full'],
  [508, 'upstream', 508, 'a loop behind'],
  [509, 'hop', 503, 'the traffic of the upstream is used up; said in a registered code'],
  [510, 'request', 502, 'whoever wrote the request left out an extension'],
  [511, 'hop', 502, 'a captive portal before the gateway speaks, not the upstream (RFC 6585 §6)'],
  [520, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [521, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [522, 'hop', 504, 'said by the proxy of the upstream; in a registered code'],
  [523, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [524, 'hop', 504, 'said by the proxy of the upstream; in a registered code'],
  [525, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [526, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [527, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [529, 'hop', 503, 'the upstream is overloaded; said in a registered code'],
  [530, 'hop', 502, 'said by the proxy of the upstream; in a registered code'],
  [540, 'hop', 503, 'the upstream is switched off for a time; said in a registered code'],
  [561, 'credential', 502, 'the identity provider before the upstream refused the user'],
  [598, 'hop', 504, 'said by a proxy before the upstream; in a registered code'],
  [599, 'hop', 504, 'said by a proxy before the upstream; in a registered code'],
]

/** All rows, by ascending status. @category registry @since 0.1.0 */
export const responsibilities: readonly Responsibility[] = Object.freeze(
  rows.map(([status, whose, becomes, because]) => Object.freeze({ status, whose, becomes, because })),
)

const byStatus: Responsibility[] = []
for (const row of responsibilities) byStatus[row.status] = row

/**
 * Whose word a status is. Total: a 4xx that has no row is answered as 400, anything else as 500 (RFC 9110 §15).
 *
 * @example
 * responsibilityOf(429).becomes // 503
 * responsibilityOf(477).whose // 'request'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 * @category registry
 * @since 0.1.0
 */
export const responsibilityOf = (status: number): Responsibility => {
  const known = byStatus[status]
  if (known !== undefined) return known
  const isClient = status >= 400 && status <= 499
  const { whose, becomes, because } = byStatus[isClient ? 400 : 500] as Responsibility
  return { status, whose, becomes: isClient ? becomes : status, because }
}

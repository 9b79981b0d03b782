/**
 * OAuth 2.0: `{ error, error_description?, error_uri? }`, and the same in a `WWW-Authenticate: Bearer` challenge.
 * Who: RFC 6749 §5.2, RFC 6750 §3, RFC 8628 §3.5 and their extensions. Observed: four servers captured or quoted, 2026.
 * `error` is a code here and a message with countless others, so only known codes count. The challenge may be a Basic one, may be
 * missing, and is read where there is no JSON: an empty body, or a text.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { type Challenge, parseChallenges } from '../http/www-authenticate.js'
import type { ApiProblem } from '../problem.js'
import { linksOf, type Obj, present, put, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { denied, down, fix, renew } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** Text where the error stands in a challenge. @category dialects @since 0.1.0 */
export const oauth2Body = orElse(
  'Oauth2Body',
  members('Oauth2Error', { error: t.string }, { error_description: t.string, error_uri: t.string }),
  t.string,
)

/** @category dialects @since 0.1.0 */
export type Oauth2Body = t.TypeOf<typeof oauth2Body>

/** Device flow: the same request again, at the interval, until the user has decided or the code expires. */
const poll = { kind: 'unavailable', advice: 'after-delay', applied: 'no', maxAttempts: 120 } as const

const codes = {
  // RFC 6749
  invalid_request: fix('A parameter is missing, repeated, unsupported or malformed.'),
  invalid_client: {
    because:
      'The client could not be authenticated: unknown, without credentials, or by a method that is not supported.',
    kind: 'unauthenticated',
    advice: 'fix-request', // the credentials of a client are mended by a person: there is nothing to refresh
  },
  invalid_grant: renew('The grant or refresh token is invalid, expired, revoked, or was issued to another client.'),
  unauthorized_client: denied('The client may not use this type of grant.'),
  unsupported_grant_type: fix('The server does not support this type of grant.'),
  invalid_scope: fix('The scope is invalid, unknown, malformed, or more than was granted.'),
  access_denied: denied('The owner or the server denied the request.'),
  unsupported_response_type: fix('The server does not support this type of response.'),
  server_error: { because: 'The server met an unexpected condition.', kind: 'internal', advice: 'once' },
  temporarily_unavailable: down('The server cannot handle the request because of temporary overload or maintenance.'),
  // RFC 6750
  invalid_token: renew('The access token is expired, revoked, malformed or otherwise invalid: get a new one.'),
  insufficient_scope: {
    because: 'The request needs more than the access token allows.',
    kind: 'permission_denied',
    advice: 'reauthenticate', // a token of wider scope is a new credential
  },
  // RFC 8628
  authorization_pending: {
    because: 'The user has not decided yet: ask again after the interval, five seconds if none was given.',
    ...poll,
    baseDelayMs: 5_000,
  },
  slow_down: {
    because: 'The same, but the interval has to grow by five seconds for this and all later requests.',
    ...poll,
    baseDelayMs: 10_000,
  },
  expired_token: renew('The device code has expired: begin anew.'),
  // RFC 7009, 8693 and 8707, 9449, 9126
  unsupported_token_type: fix('The server cannot revoke tokens of this type.'),
  invalid_target: fix('The server issues no token for this resource or audience.'),
  invalid_subject_token: fix('The token to be exchanged is not accepted.'),
  invalid_dpop_proof: fix('The DPoP proof is invalid.'),
  use_dpop_nonce: fix('Send the request again with a DPoP proof that holds the nonce of DPoP-Nonce.'),
  use_attestation_challenge: fix('Send the request again with the challenge that the server supplied.'),
  // OpenID Connect
  interaction_required: renew('The user has to interact with the server.'),
  login_required: renew('The user has to log in.'),
  account_selection_required: renew('The user has to choose an account.'),
  consent_required: renew('The user has to consent.'),
  invalid_request_uri: fix('The request URI yields an error or invalid data.'),
  invalid_request_object: fix('The request object is invalid.'),
  request_not_supported: fix('The parameter request is not supported.'),
  request_uri_not_supported: fix('The parameter request_uri is not supported.'),
  registration_not_supported: fix('The parameter registration is not supported.'),
  // RFC 7591
  invalid_redirect_uri: fix('A redirection URI is invalid.'),
  invalid_client_metadata: fix('The metadata of the client are invalid.'),
  invalid_software_statement: fix('The software statement is invalid.'),
  unapproved_software_statement: fix('The software statement is not approved here.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type Oauth2Code = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const codeOfKind: Readonly<Partial<Record<Kind, Oauth2Code>>> = {
  unauthenticated: 'invalid_token',
  permission_denied: 'insufficient_scope',
  unavailable: 'temporarily_unavailable',
  resource_exhausted: 'temporarily_unavailable',
  deadline_exceeded: 'temporarily_unavailable',
}

/** The first challenge with a known error. */
const challengeOf = ({ fields }: Payload): Challenge | undefined => {
  const value = fields.get('www-authenticate')
  if (value === undefined || !value.includes('error')) return undefined
  return parseChallenges(value).find(({ parameters }) => known(parameters['error'] ?? '') !== undefined)
}

const ofChallenge = ({ parameters }: Challenge, { text, ledger }: Payload): Said => {
  const { error, error_description, error_uri, realm, scope } = parameters
  const body = textOf(text.trim())
  let left: Record<string, unknown> | undefined
  if (body !== undefined && error_description !== undefined)
    left = ledger.keep(left, 'error_description', error_description)
  if (realm !== undefined) left = ledger.keep(left, 'realm', realm)
  // the scope that the token would need
  if (scope !== undefined) left = ledger.keep(left, 'scope', scope)
  return {
    code: error,
    // what the body says comes first, as little as it may be
    detail: body ?? textOf(error_description),
    links: linksOf('help', error_uri),
    extensions: left,
    kept: true,
  }
}

const toProblem = (body: Oauth2Body, payload: Payload): Said => {
  if (typeof body === 'string') {
    const challenge = challengeOf(payload)
    return challenge === undefined ? {} : ofChallenge(challenge, payload)
  }
  const { error, error_description: text, error_uri: uri } = body
  let left: Record<string, unknown> | undefined
  if (text === '') left = put(left, 'error_description', text)
  if (uri === '') left = put(left, 'error_uri', uri)
  // Entra ID's id of the request; it stays where it is, so that it comes back
  const requestId = textOf((body as Obj)['trace_id'])
  return { code: error, detail: textOf(text), links: linksOf('help', uri), requestId, extensions: left }
}

/** A value of a challenge holds neither quotes nor backslashes (RFC 6750 §3). */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, "'")}"`

const fromProblem = ({ code, kind, status, detail, links, extensions }: ApiProblem) => {
  const error =
    code !== undefined && /^[a-z_]{1,64}$/.test(code)
      ? code
      : (codeOfKind[kind] ?? (status < 500 ? 'invalid_request' : 'server_error'))
  const isOfToken = error === 'invalid_token' || error === 'insufficient_scope'
  const said = detail === undefined ? '' : `, error_description=${quoted(detail)}`
  return {
    body: present({
      error,
      error_description: detail,
      error_uri: links.find(({ rel }) => rel === 'help')?.href,
      ...extensions,
    }),
    // a resource server has to say it there (RFC 6750 §3)
    ...(isOfToken ? { headers: { 'www-authenticate': `Bearer error="${error}"${said}` } } : {}),
  }
}

const byChallenge: Claim = { rung: 'declared', because: 'a challenge of WWW-Authenticate names an error of OAuth' }
const described: Claim = { rung: 'distinctive', because: 'a known code in error beside error_description' }
const alone: Claim = { rung: 'distinctive', because: 'a code in error that only OAuth knows, and nothing else' }
const common: Claim = { rung: 'likely', because: 'a known code in error, and nothing else' }
const foreign: Claim = { rung: 'possible', because: 'error_description beside a code that is not known' }

/** Words that others send as well. */
const isCommon = (error: string): boolean =>
  error === 'server_error' ||
  error === 'access_denied' ||
  error === 'invalid_request' ||
  error === 'temporarily_unavailable'

/**
 * OAuth 2.0 and OpenID Connect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @category dialects
 * @since 0.1.0
 */
export const oauth2: Dialect<'oauth2', Oauth2Body, Oauth2Code> = {
  id: 'oauth2',
  title: 'OAuth 2.0',
  docs: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  verified: '2026-11 against RFC 6749, 6750, 8628 and captures of oidc-provider and @node-oauth/oauth2-server',
  shape: [
    { required: { error: 'string', error_description: 'string' }, optional: { error_uri: 'string' } },
    { required: { error: 'string' }, optional: { error_uri: 'string' }, closed: true },
    { root: 'empty' },
    { root: 'text' },
  ],
  reads: ['error', 'error_description', 'error_uri'],
  body: oauth2Body,
  claim: (body, payload) => {
    if (typeof body === 'string') return challengeOf(payload) === undefined ? undefined : byChallenge
    const { error, error_description } = body
    if (known(error) === undefined)
      return error_description !== undefined && /^[a-z_]{1,64}$/.test(error) ? foreign : undefined
    if (challengeOf(payload)?.parameters['error'] === error) return byChallenge
    if (error_description !== undefined) return described
    return isCommon(error) ? common : alone
  },
  toProblem,
  fromProblem,
  codes,
}

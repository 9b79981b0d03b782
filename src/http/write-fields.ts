/**
 * Fields of an answer, written so that none can be invalid.
 * Comes in: what a field is to say, from anybody. Goes out: a value of visible ASCII in the grammar of that field, or none.
 * What does not fit is left out as a whole: half a value would say something else. This room knows no problem.
 */
import { formatHttpDate } from './http-date.js'
import { total } from './total.js'
import { parseChallenges } from './www-authenticate.js'

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/

/** No field of an error is longer; servers refuse more than 8 to 16 KiB of them. */
const maxValue = 4_096
const maxLinks = 32

/**
 * Can this stand in a field, everywhere? Lower-case token as name; visible ASCII, spaces within, as value.
 *
 * @example
 * isField('x-request-id', 'r-7') // true
 * isField('x-request-id', 'r-7\r\nset-cookie: a=b') // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5
 * @category detection
 * @since 0.1.0
 */
export const isField = (name: string, value: unknown): value is string =>
  typeof name === 'string' &&
  token.test(name) &&
  name === name.toLowerCase() &&
  typeof value === 'string' &&
  value.length <= maxValue &&
  /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(value)

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** The parameters that the specifications of common schemes define. Texts for developers, as `error_description`, are not among them. */
const parametersOf: Readonly<Record<string, readonly string[]>> = {
  basic: ['realm', 'charset'],
  bearer: ['realm', 'scope', 'error'],
  dpop: ['realm', 'scope', 'error', 'algs'],
  digest: ['realm', 'domain', 'nonce', 'opaque', 'stale', 'algorithm', 'qop', 'charset', 'userhash'],
}

/** Values that RFC 7616 wants without quotes. */
const bare = ['stale', 'algorithm', 'userhash']

/**
 * The challenges of a `WWW-Authenticate` or `Proxy-Authenticate`, written anew: schemes with the parameters that their
 * specifications define; of a scheme that is not known, its name. What is no challenge is left out; nothing left is `undefined`.
 *
 * @example
 * writeChallenges('Bearer realm=shop, error="invalid_token", error_description="at db.js:1"') // 'Bearer realm="shop", error="invalid_token"'
 * writeChallenges('?') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 * @category encoding
 * @since 0.1.0
 */
export const writeChallenges = (value: string | undefined): string | undefined => {
  const challenges = parseChallenges(value)
    .filter(({ scheme }) => token.test(scheme))
    .map(({ scheme, parameters }) => {
      const name = scheme.toLowerCase()
      const known = Object.prototype.hasOwnProperty.call(parametersOf, name)
        ? (parametersOf[name] as readonly string[])
        : []
      const written = known
        .filter(name => isField('x', parameters[name]))
        .map(name => [name, parameters[name] as string] as const)
        .map(([name, text]) => `${name}=${bare.includes(name) && token.test(text) ? text : quoted(text)}`)
      return written.length === 0 ? scheme : `${scheme} ${written.join(', ')}`
    })
  const all = challenges.join(', ')
  return all !== '' && isField('x', all) ? all : undefined
}

/** A challenge that meets the duty of a 401 and claims no scheme that nobody is known to use: clients pass over it (RFC 9110 §11.6.1). */
export const noChallenge = 'Unspecified'

/**
 * A list of tokens, as `Allow` and `Vary` are: written anew, each once. What is no token is left out; nothing left is `undefined`.
 *
 * @example
 * writeTokens('GET,, HEAD,GET') // 'GET, HEAD'
 * writeTokens('\r\n') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.1
 * @category encoding
 * @since 0.1.0
 */
export const writeTokens = (value: string | undefined): string | undefined => {
  const found: string[] = []
  for (const one of typeof value === 'string' ? value.slice(0, maxValue).split(',').slice(0, 64) : []) {
    const name = one.trim()
    if (token.test(name) && !found.includes(name)) found.push(name)
  }
  return found.length === 0 ? undefined : found.join(', ')
}

const relation = /^(?:[a-z][a-z0-9.-]{0,63}|https?:\/\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]{1,200})$/
const target = /^https?:\/\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]{1,1000}$/

/**
 * A `Link` field. Links whose target is no absolute http(s) URL in ASCII, or whose relation is none, are left out.
 *
 * @example
 * writeLinks([{ rel: 'help', href: 'https://api.example/errors#e7' }]) // '<https://api.example/errors#e7>; rel="help"'
 * writeLinks([{ rel: 'help', href: 'javascript:alert(1)' }]) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc8288#section-3
 * @category encoding
 * @since 0.1.0
 */
export const writeLinks: (links: readonly { readonly rel: string; readonly href: string }[]) => string | undefined =
  total(links => {
    let all = ''
    for (const { rel, href } of Array.isArray(links) ? links.slice(0, maxLinks) : []) {
      if (typeof rel !== 'string' || typeof href !== 'string' || !relation.test(rel) || !target.test(href)) continue
      const next = `${all === '' ? '' : `${all}, `}<${href}>; rel="${rel}"`
      if (next.length > maxValue) break
      all = next
    }
    return all === '' ? undefined : all
  }, undefined)

/**
 * A language tag as `Content-Language` holds it.
 *
 * @example
 * writeLanguage('pt-BR') // 'pt-BR'
 * writeLanguage('Portuguese (Brazil)') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc5646#section-2.1
 * @category encoding
 * @since 0.1.0
 */
export const writeLanguage = (tag: string | undefined): string | undefined =>
  typeof tag === 'string' && /^[A-Za-z]{2,8}(?:-[0-9A-Za-z]{1,8}){0,7}$/.test(tag) ? tag : undefined

/**
 * A `Retry-After` that is never earlier than asked: whole seconds where the delay is known, else a date.
 *
 * @example
 * writeRetryAfter(2_001, undefined) // '3'
 * writeRetryAfter(Number.NaN, undefined) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @category encoding
 * @since 0.1.0
 */
export const writeRetryAfter = (delayMs: number | undefined, untilMs: number | undefined): string | undefined => {
  if (typeof delayMs === 'number' && delayMs >= 0)
    return String(Math.min(Math.ceil(delayMs / 1000), Number.MAX_SAFE_INTEGER))
  return typeof untilMs !== 'number' ? undefined : formatHttpDate(Math.ceil(untilMs / 1000) * 1000)
}

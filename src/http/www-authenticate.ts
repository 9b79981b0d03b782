/**
 * Challenges: how a server says which credentials it wants, and what was wrong with those it got.
 * Comes in: the value of `WWW-Authenticate` or `Proxy-Authenticate`. Goes out: its challenges, in order.
 * This room knows no scheme; what fits no grammar is passed over up to the next comma.
 */

/**
 * One challenge: a scheme with parameters (names in lower case, no prototype), or with a single token.
 *
 * @category model
 * @since 0.1.0
 */
export interface Challenge {
  scheme: string
  token68?: string
  parameters: Record<string, string>
}

const isTokenCode = (code: number): boolean =>
  code > 0x20 && code < 0x7f && '"(),/:;<=>?@[\\]{}'.indexOf(String.fromCharCode(code)) < 0

const maxChallenges = 32

class Scanner {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  challenges(): Challenge[] {
    const found: Challenge[] = []
    while (found.length < maxChallenges) {
      this.skip(' \t,')
      if (this.at >= this.text.length) break
      const scheme = this.token()
      if (scheme === '') {
        this.skipToComma()
        continue
      }
      const token68 = this.text.charAt(this.at) === ' ' ? this.token68() : undefined
      const parameters: Record<string, string> = Object.create(null)
      if (token68 === undefined) this.readParameters(parameters)
      found.push(token68 === undefined ? { scheme, parameters } : { scheme, token68, parameters })
    }
    return found
  }

  private skip(chars: string): void {
    while (this.at < this.text.length && chars.indexOf(this.text.charAt(this.at)) >= 0) this.at++
  }

  private skipToComma(): void {
    while (this.at < this.text.length && this.text.charAt(this.at) !== ',') this.at++
  }

  private token(): string {
    const start = this.at
    while (this.at < this.text.length && isTokenCode(this.text.charCodeAt(this.at))) this.at++
    return this.text.slice(start, this.at)
  }

  /** A token68 stands alone: what follows it is a comma or the end, else it was the name of a parameter. */
  private token68(): string | undefined {
    const start = this.at
    this.skip(' ')
    const from = this.at
    while (/[A-Za-z0-9._~+/-]/.test(this.text.charAt(this.at))) this.at++
    const hasContent = this.at > from
    this.skip('=')
    const value = this.text.slice(from, this.at)
    this.skip(' \t')
    if (hasContent && (this.at >= this.text.length || this.text.charAt(this.at) === ',')) return value
    this.at = start
    return undefined
  }

  private readParameters(parameters: Record<string, string>): void {
    while (true) {
      this.skip(' \t,')
      const start = this.at
      const name = this.token().toLowerCase()
      this.skip(' \t')
      if (name === '' || this.text.charAt(this.at) !== '=') {
        // Not a parameter: the next challenge starts here.
        this.at = start
        return
      }
      this.at++
      this.skip(' \t')
      const value = this.text.charAt(this.at) === '"' ? this.quoted() : this.token()
      if (parameters[name] === undefined) parameters[name] = value
    }
  }

  private quoted(): string {
    let value = ''
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at)
      if (char === '"') break
      if (char === '\\') this.at++
      value += this.text.charAt(this.at)
    }
    this.at++
    return value
  }
}

/**
 * Reads all challenges of one field. A parameter that is repeated keeps its first value; no challenge is an empty list.
 *
 * @example
 * parseChallenges('Basic realm="simple"') // [{ scheme: 'Basic', parameters: { realm: 'simple' } }]
 * parseChallenges('"') // []
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 * @category decoding
 * @since 0.1.0
 */
export const parseChallenges = (value: string | undefined): Challenge[] =>
  typeof value === 'string' ? new Scanner(value).challenges() : []

/**
 * What a challenge says was wrong with the token that was sent: the members of RFC 6750 §3, by shorter names.
 *
 * @category model
 * @since 0.1.0
 */
export interface Refusal {
  readonly scheme: string
  /** `invalid_request`, `invalid_token`, `insufficient_scope`, or a word of an extension. */
  readonly error: string
  readonly description?: string
  readonly uri?: string
  /** The scope that the token would need. */
  readonly scope?: string
  readonly realm?: string
}

/** Text of a challenge is shown in logs, and no server needs more. */
const maxText = 1_000

/**
 * The first challenge to a token that says what was wrong with it. One without an error only asks for a token.
 *
 * @example
 * refusalOf('Bearer error="insufficient_scope", scope="read"') // { scheme: 'Bearer', error: 'insufficient_scope', scope: 'read' }
 * refusalOf('Bearer realm="x"') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @category decoding
 * @since 0.1.0
 */
export const refusalOf = (value: string | undefined): Refusal | undefined => {
  if (typeof value !== 'string' || !value.includes('error')) return undefined
  const isRefusal = ({ scheme, parameters }: Challenge): boolean =>
    /^(?:bearer|dpop)$/i.test(scheme) && /^[\x21\x23-\x5b\x5d-\x7e]{1,64}$/.test(parameters['error'] ?? '')
  const challenge = parseChallenges(value).find(isRefusal)
  if (challenge === undefined) return undefined
  const { error = '', error_description, error_uri, scope, realm } = challenge.parameters
  const out: { -readonly [K in keyof Refusal]: Refusal[K] } = { scheme: challenge.scheme, error }
  if (error_description) out.description = error_description.slice(0, maxText)
  if (error_uri) out.uri = error_uri.slice(0, maxText)
  if (scope) out.scope = scope.slice(0, maxText)
  if (realm) out.realm = realm.slice(0, maxText)
  return out
}

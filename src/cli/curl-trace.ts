/**
 * What `curl -v` and a terminal put around a response: prefixes, notes, progress, the prompt.
 * Comes in: a dump as Latin-1 text. Goes out: the dump as `curl -i` would have printed it, and the requests that were shown.
 * This room knows lines and their prefixes, and nothing of what they say.
 */

/** @category model @since 0.1.0 */
export interface Trace {
  readonly text: string
  /** Where the first status line begins. */
  readonly start: number
  /** In order; one for each final head, where the dump shows them. */
  readonly requests: readonly { readonly method: string; readonly url: string }[]
}

const plainHead = /^HTTP\/[0-9](?:\.[0-9])? [0-9]{3}(?: |\r?$)/m
const tracedHead = /^< HTTP\/[0-9](?:\.[0-9])? [0-9]{3}(?: |\r?$)/m
const noise = /^(?:\* |[{}] \[[0-9]+ bytes data\]|\r *[0-9]| {2}% Total| {33}Dload)/
const requestLine = /^> ([A-Z]+) (\S+) HTTP\//
/** curl ends a body without a line feed, so that its own next line stands behind it. */
const glued = /\* (?:Connection #[0-9]+ to host [^*]{0,300} left intact|Closing connection(?: #?[0-9]+)?)\r?$/

const withoutPrefixes = (text: string): Trace => {
  const requests: { method: string; url: string }[] = []
  // with -i as well, each head stands there twice
  const twice = plainHead.test(text)
  const kept: string[] = []
  for (const line of text.split('\n')) {
    const request = requestLine.exec(line)
    if (request !== null) requests.push({ method: request[1] as string, url: request[2] as string })
    const prefixed = line[1] === ' ' || line.length < 3
    if (line[0] === '<' && prefixed) {
      if (!twice) kept.push(line.slice(2))
    } else if (!(line[0] === '>' && prefixed) && !noise.test(line)) kept.push(line.replace(glued, ''))
  }
  const plain = kept.join('\n')
  return { text: plain, start: Math.max(0, plain.search(plainHead)), requests }
}

/**
 * Finds the first status line of a dump, and takes the prefixes of `curl -v` away. `undefined` where there is none: what
 * begins as JSON or markup is a body, whatever stands in it.
 *
 * @example
 * traceOf('$ curl -i …\nHTTP/1.1 404 Not Found\n\n')?.start // 12
 * traceOf('{"message":"HTTP/1.1 404 Not Found"}')          // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const traceOf = (text: string): Trace | undefined => {
  if (/^\s*(?:\[|"|\{(?! \[)|<(?! HTTP\/))/.test(text)) return undefined
  const traced = text.search(tracedHead)
  const plain = text.search(plainHead)
  if (traced !== -1 && (plain === -1 || traced < plain)) return withoutPrefixes(text)
  return plain === -1 ? undefined : { text, start: plain, requests: [] }
}

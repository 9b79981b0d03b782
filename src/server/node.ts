/**
 * Answers over `node:http`, and over what is built on it.
 * Comes in: a request and a response of Node, by their shape. Goes out: what was asked; the answer, sent.
 * This room decides nothing: what to say was decided before.
 */
import { type Answer, headerChange } from './answer.js'
import type { Asked } from './responder.js'

/** What is read of a request. @category model @since 0.1.0 */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Where a router shortened `url`. */
  readonly originalUrl?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

/** What is done with a response. @category model @since 0.1.0 */
export interface NodeResponse {
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly destroyed: boolean
  statusCode: number
  getHeaders(): Readonly<Record<string, unknown>>
  removeHeader(name: string): unknown
  setHeader(name: string, value: string | number): unknown
  end(): unknown
  end(body: Uint8Array): unknown
}

const ownId = (id: unknown): string | undefined => (typeof id === 'string' ? id : undefined)

/**
 * What was asked, and whether anybody still waits for the answer.
 *
 * @category accessors
 * @since 0.1.0
 */
export const askedOf = (
  request: NodeRequest,
  response: Pick<NodeResponse, 'destroyed' | 'writableEnded' | 'statusCode' | 'getHeaders'>,
): Asked => ({
  method: request.method ?? 'GET',
  url: request.originalUrl ?? request.url ?? '',
  accept: request.headers.accept,
  requestId: ownId(response.getHeaders()['x-request-id']),
  gone: response.destroyed && !response.writableEnded,
  status: response.statusCode,
})

/** The body as bytes: frameworks add a `charset` to texts, which RFC 9457 does not define. @category encoding @since 0.1.0 */
export const bytesOf = ({ body }: Answer): Uint8Array | undefined =>
  body === undefined ? undefined : Buffer.from(body)

/**
 * Sends an answer in the place of whatever was prepared.
 *
 * @example
 * createServer((request, response) =>
 *   sendAnswer(response, respond.said({ kind: 'not_found' }, askedOf(request, response))))
 *
 * @category encoding
 * @since 0.1.0
 */
export const sendAnswer = (response: NodeResponse, answer: Answer): void => {
  const { remove, set } = headerChange(response.getHeaders(), answer)
  for (const name of remove) response.removeHeader(name)
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(set)) response.setHeader(name, value)
  const bytes = bytesOf(answer)
  if (bytes === undefined) return void response.end()
  // Node counts no more once a length was removed
  response.setHeader('content-length', bytes.length)
  response.end(bytes)
}

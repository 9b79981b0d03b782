/**
 * Fastify 5: a plugin for own errors and unknown routes, and a hook for @fastify/reply-from and @fastify/http-proxy.
 * Comes in: what a handler threw, an unknown route, or an upstream's response. Goes out: a reply.
 * This room knows only where Fastify keeps things; of Fastify it takes types.
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, RawServerBase, RouteGenericInterface } from 'fastify'
import type { ApiProblem, ProblemParts } from '../index.js'
import { decompress } from '../server/content-encoding.js'
import {
  type Answer,
  type Asked,
  askedOf,
  bytesOf,
  createResponder,
  headerChange,
  type ServerOptions,
} from '../server/index.js'

export type { ProblemContext, ServerOptions } from '../server/index.js'

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a problem, or with one made of these parts. */
    problem(problem: ApiProblem | ProblemParts): FastifyReply
  }
}

/** Over HTTP/1.1 and HTTP/2 alike. */
type AnyRequest = FastifyRequest<RouteGenericInterface, RawServerBase>
type AnyReply = FastifyReply<RouteGenericInterface, RawServerBase>

const asked = ({ raw, method, url }: AnyRequest, reply: AnyReply): Asked => ({
  ...askedOf(raw, reply.raw),
  method,
  url,
})

const put = (reply: AnyReply, answer: Answer, upstream?: readonly string[]): AnyReply => {
  const { remove, set } = headerChange(reply.getHeaders(), answer, upstream)
  for (const name of remove) reply.removeHeader(name)
  return reply.code(answer.status).headers(set).send(bytesOf(answer))
}

const register: FastifyPluginAsync<ServerOptions> = async (fastify, options) => {
  // what Fastify itself reads of a plugin's options is none of ours
  const { prefix, logLevel, logSerializers, ...own } = options as ServerOptions & Record<string, unknown>
  const respond = createResponder({ ...own, onProblem: own.onProblem ?? (() => undefined) })
  fastify.decorateReply('problem', function (said) {
    put(this, respond.said(said, asked(this.request, this)))
    return this
  })
  fastify.setErrorHandler((thrown, request, reply) => {
    const answer = respond.thrown(thrown, asked(request, reply))
    if (own.onProblem === undefined && answer.status >= 500) request.log.error({ err: thrown }, 'unexpected error')
    return put(reply, answer)
  })
  fastify.setNotFoundHandler((request, reply) => put(reply, respond.said({ kind: 'not_found' }, asked(request, reply))))
}

/**
 * The plugin: error handler, handler for unknown routes, and `reply.problem()`, for the instance that registers it and all below.
 * Without `onProblem` a 5xx goes to the log of its request.
 *
 * @example
 * app.register(problemPlugin, { dialect: 'base' })
 * app.get('/orders/:id', (request, reply) => reply.problem({ kind: 'not_found', code: 'no_such_order' }))
 *
 * @see https://fastify.dev/docs/latest/Reference/Errors/
 * @category integrations
 * @since 0.1.0
 */
export const problemPlugin: FastifyPluginAsync<ServerOptions> = Object.assign(register, {
  // the three marks of a plugin that belongs to the instance around it
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'problem-dialects',
  [Symbol.for('plugin-meta')]: { name: 'problem-dialects', fastify: '5.x' },
})

/** Of an upstream's response, what @fastify/reply-from gives its hook. @category model @since 0.1.0 */
export interface ProxyResponse {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, unknown>> | undefined
  readonly stream: AsyncIterable<Uint8Array>
}

/** One byte more than the cap, so that a cut is seen as one; what arrived before a connection broke still counts. */
const readUpTo = async (cap: number, stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      if ((length += chunk.length) > cap) break
    }
  } catch {
    // the status and the fields are known
  }
  return Buffer.concat(chunks)
}

/**
 * The hook `onResponse`: a failed response of the upstream is read, decompressed and said anew; any other is streamed as it comes.
 *
 * @example
 * app.register(proxy, { upstream: 'https://shop.example', replyOptions: { onResponse: onProxyResponse({ dialect: 'base' }) } })
 *
 * @see https://github.com/fastify/fastify-reply-from
 * @category integrations
 * @since 0.1.0
 */
export const onProxyResponse = (options: ServerOptions = {}) => {
  const respond = createResponder(options)
  const { normalizer } = respond
  const rewrite = async (request: AnyRequest, reply: AnyReply, response: ProxyResponse): Promise<void> => {
    const { statusCode: status, headers = {}, stream } = response
    const sent = await readUpTo(normalizer.limits.bodyBytes, stream)
    const { bytes } = await decompress(sent, String(headers['content-encoding'] ?? ''))
    const { method, url } = request
    const exchange = {
      status,
      headers: headers as never,
      body: bytes,
      request: { method, url },
      receivedAt: Date.now(),
    }
    const answer = respond.upstream(normalizer.decode(exchange), headers as never, asked(request, reply))
    put(reply, answer, Object.keys(headers))
  }
  return (request: AnyRequest, reply: AnyReply, response: ProxyResponse): void => {
    if (response.statusCode < 400) reply.send(response.stream)
    else rewrite(request, reply, response).catch(error => reply.send(error))
  }
}

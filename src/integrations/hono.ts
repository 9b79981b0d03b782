/**
 * Hono 4: handlers for errors and unknown routes, and a middleware for what upstreams answered.
 * Comes in: what a handler threw, an unknown route, or a failed response in the context. Goes out: a `Response`.
 * This room needs WHATWG fetch and no Node; of Hono it takes types.
 */
import type { Context, ErrorHandler, MiddlewareHandler, NotFoundHandler } from 'hono'
import {
  type Answer,
  type Asked,
  createResponder,
  fromThrown,
  headerChange,
  headersOfStatus,
  type ServerOptions,
} from '../server/index.js'
import { problemFromResponse } from './fetch.js'

export type { ProblemContext, ServerOptions } from '../server/index.js'

/** Hono's own middleware keeps the id of the request in the context. */
const ownId = (c: Context): string | undefined => {
  const id: unknown = c.get('requestId')
  return typeof id === 'string' ? id : undefined
}

const asked = (c: Context): Asked => ({
  method: c.req.method,
  url: c.req.path,
  accept: c.req.header('accept'),
  requestId: ownId(c),
  gone: c.req.raw.signal?.aborted,
})

/** A response in the place of the one in the context, whose headers Hono would copy over it otherwise. */
const inPlace = (c: Context, answer: Answer, isUpstream = false): Response => {
  const present: Record<string, string> = {}
  c.res.headers.forEach((value, name) => {
    present[name] = value
  })
  const { remove, set } = headerChange(present, answer, isUpstream ? Object.keys(present) : [])
  const headers = new Headers(c.res.headers)
  for (const name of remove) headers.delete(name)
  for (const [name, value] of Object.entries(set)) headers.set(name, value)
  c.res = undefined
  return new Response(answer.body ?? null, { status: answer.status, headers })
}

/** Hono's own exceptions, known by their shape: they may bring a response with them. */
const ownResponse = (error: Error): Response | undefined => {
  const { res, getResponse } = error as { readonly res?: unknown; readonly getResponse?: unknown }
  return res instanceof Response && typeof getResponse === 'function' ? getResponse.call(error) : undefined
}

/**
 * The error handler. An `HTTPException` that brings a response of its own keeps it below 400; a failed one is read and said anew,
 * with its challenge. Hono hands over nothing but errors: a thrown text or object goes past every handler.
 *
 * @example
 * app.onError(problemHandler({ dialect: 'base' }))
 *
 * @see https://hono.dev/docs/api/hono#error-handling
 * @category integrations
 * @since 0.1.0
 */
export const problemHandler = (options: ServerOptions = {}): ErrorHandler => {
  const respond = createResponder(options)
  return async (thrown, c) => {
    const own = ownResponse(thrown)
    if (own !== undefined && own.status < 400) return own
    const problem = own === undefined ? undefined : await problemFromResponse(own)
    const headers = headersOfStatus(own?.status ?? 0, own?.headers)
    const read = problem === undefined ? fromThrown : () => ({ problem, headers })
    return inPlace(c, respond.thrown(thrown, asked(c), read))
  }
}

/**
 * The handler for what no route took: a 404.
 *
 * @example
 * app.notFound(notFound())
 *
 * @category integrations
 * @since 0.1.0
 */
export const notFound = (options: ServerOptions = {}): NotFoundHandler => {
  const respond = createResponder(options)
  return c => {
    c.res = inPlace(c, respond.said({ kind: 'not_found' }, asked(c)))
    return c.res
  }
}

/**
 * Reads the failed responses of the routes below it, whoever made them, and says them anew; a success is not touched. What the
 * error handler answered stays as it is.
 *
 * @example
 * app.get('/shop/*', normalizeUpstream(), c => fetch(`https://shop.example${c.req.path}`))
 *
 * @category integrations
 * @since 0.1.0
 */
export const normalizeUpstream = (options: ServerOptions = {}): MiddlewareHandler => {
  const respond = createResponder(options)
  return async (c, next) => {
    await next()
    if (c.error !== undefined || c.res.status < 400) return
    const { method, path: url } = c.req
    const problem = await problemFromResponse(c.res, { normalizer: respond.normalizer, request: { method, url } })
    if (problem === undefined) return
    c.res = inPlace(c, respond.upstream(problem, c.res.headers, asked(c)), true)
  }
}

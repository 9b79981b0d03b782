/**
 * Koa 3: one middleware, first in the chain.
 * Comes in: what was thrown further down, or a failure status without a body. Goes out: an answer in the context.
 * This room knows only where Koa keeps things; of Koa it takes types.
 */
import type { Middleware, ParameterizedContext } from 'koa'
import { ApiProblemError, isApiProblem } from '../index.js'
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

/** Koa begins every response as a 404, so the status that is set says nothing of what was thrown. */
const asked = (ctx: ParameterizedContext): Asked => ({
  ...askedOf(ctx.req, ctx.res),
  url: ctx.originalUrl,
  status: undefined,
})

const put = (ctx: ParameterizedContext, answer: Answer): void => {
  const { remove, set } = headerChange(ctx.res.getHeaders(), answer)
  for (const name of remove) ctx.remove(name)
  // a body that is set first decides on status and type
  ctx.body = bytesOf(answer) ?? null
  ctx.status = answer.status
  ctx.set({ ...set })
}

/** An answer that was meant is no error of the application; neither is a caller who hung up. */
const isError = (thrown: unknown, { problem }: Answer): boolean => {
  const isMeant = thrown instanceof ApiProblemError || isApiProblem(thrown)
  return problem.status >= 500 || !(isMeant || problem.status === 499)
}

/**
 * The middleware. It answers what is thrown below it and whatever ends with a failure status and no body (unknown routes), and
 * emits errors on the application, as Koa does. A response that was begun is cut off.
 *
 * @example
 * app.use(problems({ dialect: 'base' }))
 * app.on('error', error => log.error(error))
 *
 * @see https://koajs.com/#error-handling
 * @category integrations
 * @since 0.1.0
 */
export const problems = (options: ServerOptions = {}): Middleware => {
  // the application's event is Koa's own means of logging
  const respond = createResponder({ ...options, onProblem: options.onProblem ?? (() => undefined) })
  return async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      const answer = respond.thrown(thrown, asked(ctx))
      if (ctx.headerSent) {
        // Koa would leave the rest of the response open for ever
        ctx.res.destroy()
        throw thrown
      }
      put(ctx, answer)
      // Koa's own listener takes nothing but errors
      if (isError(thrown, answer))
        ctx.app.emit('error', thrown instanceof Error ? thrown : new ApiProblemError(answer.problem), ctx)
      return
    }
    if (ctx.respond === false || ctx.headerSent || ctx.status < 400 || (ctx.body ?? null) !== null) return
    put(ctx, respond.said({ status: ctx.status }, asked(ctx)))
  }
}

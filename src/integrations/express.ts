/**
 * Express 5: an error handler and a handler for unknown routes, both to be used last.
 * Comes in: what a handler threw, or a request that no route took. Goes out: an answer over the response.
 * This room knows only where Express keeps things; of Express it takes types.
 */
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { askedOf, createResponder, type ServerOptions, sendAnswer } from '../server/index.js'

export type { ProblemContext, ServerOptions } from '../server/index.js'

/**
 * The error handler. A response that was begun cannot be answered any more: it is left to Express, which ends the connection.
 *
 * @example
 * app.use(problemHandler({ dialect: 'base', onProblem: problem => log.warn(problem) }))
 *
 * @see https://expressjs.com/en/guide/error-handling.html
 * @category integrations
 * @since 0.1.0
 */
export const problemHandler = (options: ServerOptions = {}): ErrorRequestHandler => {
  const respond = createResponder(options)
  // four parameters tell Express that this handles errors
  return (thrown, request, response, next) => {
    const isBegun = response.headersSent
    // Express itself logs what it is left with
    if (isBegun && options.onProblem === undefined) return next(thrown)
    const answer = respond.thrown(thrown, askedOf(request, response))
    if (isBegun) return next(thrown)
    sendAnswer(response, answer)
  }
}

/**
 * The handler for what no route took: a 404.
 *
 * @example
 * app.use(notFoundHandler(), problemHandler())
 *
 * @category integrations
 * @since 0.1.0
 */
export const notFoundHandler = (options: ServerOptions = {}): RequestHandler => {
  const respond = createResponder(options)
  return (request, response, next) => {
    if (response.headersSent) return next()
    sendAnswer(response, respond.said({ kind: 'not_found' }, askedOf(request, response)))
  }
}

/**
 * The details that google.rpc defines for errors: which field, how long to wait, where to read on, what to tell the user.
 * Comes in: one detail after the other, by type and as JSON. Goes out: canonical parts, and the members that were read; and the way back.
 * This room knows no envelope: where the details stand, and how their type is spelt, is the dialect's to know.
 */
import { entryReader } from './error-list.js'
import type { Payload } from './exchange.js'
import { parseDuration, type Wait } from './http/retry-after.js'
import type { ApiProblem, Link, ProblemItem } from './problem.js'
import { fieldOf, isObj, itemsOfList, type Obj, present, textOf } from './reading.js'
import type { Said } from './said.js'

/** What was found so far; of each type the first one counts. @category model @since 0.1.0 */
export interface RpcDetails {
  reason?: string
  wait?: Wait
  requestId?: string
  userMessage?: { readonly text: string; readonly lang?: string }
  links?: readonly Link[]
  violations?: readonly unknown[]
}

/** The bare name of a type: `BadRequest` of `type.googleapis.com/google.rpc.BadRequest`. @category decoding @since 0.1.0 */
export const rpcTypeOf = (type: unknown): string | undefined => {
  if (typeof type !== 'string') return undefined
  const at = type.indexOf('google.rpc.')
  return at === 0 || (at > 0 && type[at - 1] === '/') ? type.slice(at + 11) : undefined
}

const nothingRead: readonly string[] = []

/** Reads one detail into `found`; the members that it read. @category decoding @since 0.1.0 */
export const readRpcDetail = (type: string | undefined, detail: Obj, found: RpcDetails): readonly string[] => {
  switch (type) {
    case 'ErrorInfo': {
      const reason = textOf(detail['reason'])
      if (reason === undefined || found.reason !== undefined) return nothingRead
      found.reason = reason
      return ['reason']
    }
    case 'RetryInfo': {
      const afterMs = parseDuration(detail['retryDelay'] as string)
      if (afterMs !== undefined && found.wait === undefined) found.wait = { afterMs }
      return nothingRead // a wait has no place to come back from: the delay stays as it was written
    }
    case 'RequestInfo': {
      const requestId = textOf(detail['requestId'])
      if (requestId === undefined || found.requestId !== undefined) return nothingRead
      found.requestId = requestId
      return ['requestId']
    }
    case 'LocalizedMessage': {
      const text = textOf(detail['message'])
      if (text === undefined || found.userMessage !== undefined) return nothingRead
      const lang = textOf(detail['locale'])
      found.userMessage = lang === undefined ? { text } : { text, lang }
      return lang === undefined ? ['message'] : ['message', 'locale']
    }
    case 'Help': {
      const list = detail['links']
      if (!Array.isArray(list) || list.length > 100 || found.links !== undefined) return nothingRead
      const urls = list.map(link => (isObj(link) ? textOf(link['url']) : undefined))
      found.links = urls.filter((url): url is string => url !== undefined).map(href => ({ rel: 'help', href }))
      return nothingRead // what a link is about has no place in a link
    }
    case 'BadRequest': {
      const list = detail['fieldViolations']
      if (!Array.isArray(list) || found.violations !== undefined) return nothingRead
      found.violations = list
      return ['fieldViolations']
    }
    default:
      return nothingRead
  }
}

/** One violation of a field as an error. @category decoding @since 0.1.0 */
export const itemOfViolation = entryReader({ detail: 'description', number: 'reason', field: 'field' })

/** All that was found, as an answer. @category decoding @since 0.1.0 */
export const saidInDetails = (found: RpcDetails, { limits, ledger }: Payload): Said => {
  const { violations, wait, userMessage, links, requestId } = found
  const items = violations && itemsOfList(violations, limits, violation => itemOfViolation(violation, ledger))
  return { ...items, wait, userMessage, links, requestId }
}

const violationOf = (item: ProblemItem, received: boolean): Obj =>
  present({ field: fieldOf(item, received), description: item.detail, reason: item.code, ...item.extensions })

const prefix = 'type.googleapis.com/google.rpc.'

/** Does a BadRequest carry this error? Only one about the body. @category encoding @since 0.1.0 */
export const isViolation = ({ pointer, in: place }: ProblemItem): boolean =>
  pointer !== undefined && (place === undefined || place === 'body')

/**
 * The details that came, filled again with what was read of them; and those that the problem needs besides.
 *
 * @category encoding
 * @since 0.1.0
 */
export const rpcDetailsOf = (
  problem: ApiProblem,
  reason: string | undefined,
  given: readonly unknown[],
  received: boolean,
): readonly unknown[] => {
  const { errors, userMessage, links, requestId } = problem
  const fields = errors.filter(isViolation).map(item => violationOf(item, received))
  const help = links.filter(({ rel }) => rel === 'help')
  const full: Record<string, Obj | undefined> = {
    ErrorInfo: reason === undefined ? undefined : { reason },
    BadRequest: fields.length === 0 ? undefined : { fieldViolations: fields },
    LocalizedMessage: userMessage && present({ locale: userMessage.lang, message: userMessage.text }),
    Help: help.length === 0 ? undefined : { links: help.map(({ href }) => ({ url: href })) },
    RequestInfo: requestId === undefined ? undefined : { requestId },
  }
  const out = given.map(detail => {
    const type = isObj(detail) ? rpcTypeOf(detail['@type']) : undefined
    const words = type === undefined ? undefined : full[type]
    if (type === undefined || words === undefined) return detail
    full[type] = undefined
    return { ...words, ...(detail as Obj) }
  })
  for (const type of ['ErrorInfo', 'BadRequest', 'LocalizedMessage', 'Help'])
    if (full[type] !== undefined) out.push({ '@type': prefix + type, ...full[type] })
  return out
}

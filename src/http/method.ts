/**
 * What the registered methods promise.
 * Comes in: a method name. Goes out: whether it is safe, whether it is idempotent. What is unknown, or no text, promises nothing.
 */

const safe = /^(?:GET|HEAD|OPTIONS|TRACE|QUERY|PROPFIND|REPORT|SEARCH|PRI)$/

const idempotent =
  /^(?:PUT|DELETE|ACL|BASELINE-CONTROL|BIND|CHECKIN|CHECKOUT|COPY|LABEL|LINK|MERGE|MKACTIVITY|MKCALENDAR|MKCOL|MKREDIRECTREF|MKWORKSPACE|MOVE|ORDERPATCH|PROPPATCH|REBIND|UNBIND|UNCHECKOUT|UNLINK|UNLOCK|UPDATE|UPDATEREDIRECTREF|VERSION-CONTROL)$/

/**
 * Is this method safe: read-only by its definition? Methods are case-sensitive.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
 * @category accessors
 * @since 0.1.0
 */
export const isSafe = (method: string): boolean => typeof method === 'string' && safe.test(method)

/**
 * Is sending this method twice the same as once, by its definition? Every safe method is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @see https://www.iana.org/assignments/http-methods
 * @category accessors
 * @since 0.1.0
 */
export const isIdempotent = (method: string): boolean =>
  isSafe(method) || (typeof method === 'string' && idempotent.test(method))

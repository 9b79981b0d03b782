/**
 * What validators of a framework threw, as the errors of single fields.
 * Comes in: anything that was thrown. Goes out: items with pointers, or nothing where no validator spoke.
 * This room reads three shapes and knows no library by name. The values that were refused are not read.
 */
import { defaultLimits } from '../http/limits.js'
import { pointerOfLoc } from '../http/pointer.js'
import type { Place, ProblemItem } from '../problem.js'
import { isObj, itemOf, type Obj, textOf } from '../reading.js'

const placeOf: Readonly<Record<string, Place>> = {
  body: 'body',
  query: 'query',
  querystring: 'query',
  params: 'path',
  headers: 'header',
  cookies: 'cookie',
}

const listOf = (u: unknown): readonly unknown[] => (Array.isArray(u) ? u : [])
const cut = (text: string | undefined): string | undefined => text?.slice(0, defaultLimits.stringLength)

/** Standard Schema: `{ message, path? }`, each step of the path a key or `{ key }`. */
const ofIssue = (issue: Obj): ProblemItem => {
  const steps = listOf(issue['path']).map(step => (isObj(step) ? step['key'] : step))
  return itemOf({
    detail: cut(textOf(issue['message'])),
    pointer: pointerOfLoc(steps.map(step => (typeof step === 'symbol' ? String(step) : step))),
    code: textOf(issue['code']) ?? textOf(issue['type']),
  })
}

/** JSON Schema: `{ instancePath, message, keyword, params }`; a member that is missing or too much is named in `params`. */
const ofKeyword = (error: Obj): ProblemItem => {
  const { instancePath, message, keyword, params } = error as Readonly<Record<string, unknown>>
  const { missingProperty, additionalProperty } = isObj(params) ? (params as Readonly<Record<string, unknown>>) : {}
  return itemOf({
    detail: cut(textOf(message)),
    pointer: (textOf(instancePath) ?? '') + pointerOfLoc([missingProperty ?? additionalProperty]),
    code: textOf(keyword),
  })
}

/** Classes with rules: `{ property, constraints: { rule: message }, children }`. */
const ofNode = (node: Obj, above: readonly string[]): readonly ProblemItem[] => {
  const path = [...above, textOf(node['property']) ?? '']
  if (path.length > defaultLimits.depth) return []
  const rules = isObj(node['constraints']) ? node['constraints'] : {}
  return [
    ...Object.keys(rules).map(rule =>
      itemOf({ detail: cut(textOf(rules[rule])), pointer: pointerOfLoc(path), code: rule }),
    ),
    ...listOf(node['children'])
      .filter(isObj)
      .flatMap(child => ofNode(child, path)),
  ]
}

const isIssue = (u: unknown): u is Obj => isObj(u) && typeof u['message'] === 'string'
const isKeyword = (u: unknown): u is Obj => isIssue(u) && typeof u['instancePath'] === 'string'
const isNode = (u: unknown): u is Obj =>
  isObj(u) && typeof u['property'] === 'string' && (isObj(u['constraints']) || Array.isArray(u['children']))

const all = (list: unknown, is: (u: unknown) => u is Obj): readonly Obj[] | undefined =>
  Array.isArray(list) && list.length > 0 && list.every(is) ? list.slice(0, defaultLimits.items) : undefined

/**
 * The items of a validator's error: `issues` as of Standard Schema, `validation` as of JSON Schema, or a list of nodes.
 *
 * @example
 * validationItems({ issues: [{ message: 'Required', path: ['email'] }] }) // [{ detail: 'Required', pointer: '/email' }]
 * validationItems(new Error('no'))                                       // undefined
 *
 * @see https://standardschema.dev
 * @category decoding
 * @since 0.1.0
 */
export const validationItems = (thrown: unknown): readonly ProblemItem[] | undefined => {
  const { issues, validation, validationContext } = isObj(thrown) ? (thrown as Readonly<Record<string, unknown>>) : {}
  const place = typeof validationContext === 'string' ? placeOf[validationContext] : undefined
  const items =
    all(validation, isKeyword)?.map(ofKeyword) ??
    (all(validation, isIssue) ?? all(issues, isIssue))?.map(ofIssue) ??
    all(thrown, isNode)
      ?.flatMap(node => ofNode(node, []))
      .slice(0, defaultLimits.items)
  return items?.map(item => (place === undefined ? item : { ...item, in: place }))
}

/**
 * Field errors for forms.
 * Comes in: a problem. Goes out: the texts by field, in the spelling that the form uses.
 */
import { dotOfPointer } from './http/pointer.js'
import type { ApiProblem } from './problem.js'
import { asProblem } from './problem-codec.js'

/**
 * The messages of a problem by field: `{ "items.0.name": ["…"] }`, or `{ "/items/0/name": ["…"] }` with `path: 'pointer'`.
 * The whole document is `""`. Errors without a pointer have no field, nor have operations, which have a status; an error without a text shows its code.
 *
 * @example
 * fieldErrors(problem, { path: 'dot' })['email'] // ['The email field is required.']
 *
 * @category accessors
 * @since 0.1.0
 */
export const fieldErrors = (
  problem: ApiProblem,
  options: { readonly path?: 'dot' | 'pointer' } = {},
): Readonly<Record<string, readonly string[]>> => {
  const fields: Record<string, string[]> = Object.create(null)
  for (const { pointer, detail, code, status } of asProblem(problem).errors) {
    if (pointer === undefined || status !== undefined) continue
    const field = options.path === 'pointer' ? pointer : dotOfPointer(pointer)
    ;(fields[field] ??= []).push(detail ?? code ?? '')
  }
  return fields
}

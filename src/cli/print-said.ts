/**
 * What the API said, in lines: its message, its codes, each of its errors with where it stands in the request.
 * Comes in: a problem. Goes out: harmless lines.
 * This room knows no advice and no reason.
 */
import { dotOfPointer } from '../http/index.js'
import type { ApiProblem, ProblemItem } from '../index.js'
import { labelled, shown, shownLines } from './terminal.js'

const maxItems = 20

/** The path of a form and the pointer of RFC 6901, and whose part of the request it is. */
const placeOf = (item: ProblemItem): string => {
  const { pointer, name, in: place } = item
  if (pointer === undefined) return name === undefined ? '' : `${shown(name)}: `
  const path = pointer === '' ? 'the whole document' : `${shown(dotOfPointer(pointer))} (${shown(pointer)})`
  return `${place === undefined || place === 'body' ? '' : `${place} `}${path}: `
}

const itemLine = (item: ProblemItem): string => {
  const { detail, code } = item
  const words = [...(detail === undefined ? [] : [shown(detail)]), ...(code === undefined ? [] : [`[${shown(code)}]`])]
  return `- ${placeOf(item)}${words.length === 0 ? 'no more is said' : words.join(' ')}`
}

/** The lines; `--json` has what is only counted here. @category encoding @since 0.1.0 */
export const printSaid = ({ detail, code, type, userMessage, errors, errorCount, cause }: ApiProblem): string[] => {
  // an envelope without a message of its own borrows that of its first error
  const items = errors.filter(item => item.detail !== detail || item.pointer !== undefined || item.code !== undefined)
  const hidden = Math.max(0, items.length - maxItems) + (errorCount ?? errors.length) - errors.length
  return [
    ...(detail === undefined ? [] : shownLines(detail)),
    ...labelled('code', code),
    ...labelled('type', type === 'about:blank' ? undefined : type),
    ...labelled('for users', userMessage?.text),
    ...items.slice(0, maxItems).map(itemLine),
    ...(hidden > 0 ? [`… and ${hidden} more; --json has them`] : []),
    ...labelled('behind it', cause && [cause.status, cause.title, cause.detail ?? ''].join(' ').trim()),
  ]
}

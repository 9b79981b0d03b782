/**
 * Individual errors on the way back.
 * Comes in: items, whoever spoke. Goes out: entries of a list or of a map, each as the plan would read it.
 * This room knows no envelope.
 */
import { dotOfPointer, fragmentOfPointer, parsePointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { isObj } from '../reading.js'
import type { PathSyntax } from './format.js'
import { Page } from './page.js'
import { type ErrorsPlan, type ItemPlan, isIndex, type LinkSource, type Source, type Sources } from './plan.js'

const isPrefix = (a: readonly string[], b: readonly string[]): boolean =>
  a.length < b.length && a.every((token, i) => token === b[i])

/** The first place that leaves room for the others: a text in the place of their object would shut them out. @category encoding @since 0.1.0 */
export const targetOf = (sources: Sources, others: readonly Source[]): Source | undefined =>
  sources.find(({ header, tokens }) => header !== undefined || !others.some(other => isPrefix(tokens, other.tokens))) ??
  sources[0]

const numberOf = (text: string): number | undefined => {
  const number = Number(text)
  return String(number) === text && Number.isFinite(number) ? number : undefined
}

/** A text as the API writes it. @category encoding @since 0.1.0 */
export const written = ({ type }: Source, text: string): unknown =>
  type === 'number' ? (numberOf(text) ?? text) : text

const segmentsOf = (pointer: string): (string | number)[] =>
  (parsePointer(pointer) ?? []).map(token => (isIndex(token) ? Number(token) : token))

const locOf = ({ pointer = '', name, in: place }: ProblemItem): (string | number)[] => {
  const start = place ?? 'body'
  const isNamed = name === undefined || name === start || name.startsWith(`${start}.`)
  return isNamed ? [start, ...segmentsOf(pointer)] : segmentsOf(pointer)
}

/** A field as the API spells it: as it came, else in its syntax. */
const spelling = (item: ProblemItem, path: PathSyntax): unknown => {
  if (path === 'loc') return locOf(item)
  const { pointer = '', name } = item
  // a word for the whole document
  if (pointer === '' && name !== undefined) return name
  if (path === 'pointer') return name?.startsWith('#') ? fragmentOfPointer(pointer) : pointer
  return name ?? (path === 'dot' ? dotOfPointer(pointer) : pointer)
}

/** @category encoding @since 0.1.0 */
export const writeLinks = (page: Page, links: readonly LinkSource[], given: ProblemItem['links']): void => {
  const left = (given ?? []).slice()
  for (const { rel, source } of links) {
    const at = left.findIndex(link => link.rel === rel)
    if (at < 0) continue
    const [link] = left.splice(at, 1)
    page.set(source.tokens, link?.href)
  }
}

const allOf = (item: ItemPlan): readonly Source[] => [
  ...item.detail,
  ...item.code,
  ...item.resource,
  ...item.in,
  ...item.field.map(({ source }) => source),
  ...item.links.map(({ source }) => source),
]

/** One error: a bare text where it is nothing else, what was no object as it was. */
const fromItem = (item: ProblemItem, { item: plan, isMap, whole }: ErrorsPlan): unknown => {
  const { detail, code, resource, extensions = {}, links } = item
  // the field of a map is its key, and the whole document may need no name
  const isUnnamed = isMap || (whole[''] === true && item.pointer === '' && item.name === undefined)
  const pointer = isUnnamed ? undefined : item.pointer
  const names = Object.keys(extensions)
  const only = names.length === 1 && names[0] === 'value' ? extensions['value'] : undefined
  const says = detail ?? code ?? resource ?? pointer ?? item.in ?? links
  if (says === undefined && only !== undefined && !isObj(only)) return only
  const rest = code ?? resource ?? pointer ?? item.in ?? links
  const isBare = plan.detail.length === 0 || plan.detail[0]?.tokens.length === 0
  if (detail !== undefined && isBare && rest === undefined && names.length === 0) return detail
  const page = new Page(extensions, false)
  const others = allOf(plan)
  const write = (sources: Sources, text: string | undefined): void => {
    const target = targetOf(
      sources.filter(({ tokens }) => tokens.length > 0),
      others,
    )
    if (target !== undefined && text !== undefined) page.set(target.tokens, written(target, text))
  }
  write(plan.detail, detail)
  write(plan.code, code)
  write(plan.resource, resource)
  write(plan.in, plan.field.some(({ path }) => path === 'loc') ? undefined : item.in)
  const [field] = plan.field
  if (field !== undefined && pointer !== undefined) page.set(field.source.tokens, spelling(item, field.path))
  writeLinks(page, plan.links, links)
  return page.root
}

const keyOf = (item: ProblemItem, path: PathSyntax): string | undefined =>
  item.pointer === undefined ? undefined : String(spelling(item, path === 'auto' ? 'dot' : path))

/** @category encoding @since 0.1.0 */
export const writeErrors = (page: Page, plan: ErrorsPlan, items: readonly ProblemItem[]): void => {
  const { source, isMap, path, single } = plan
  if (!isMap) {
    page.set(
      source.tokens,
      items.map(item => fromItem(item, plan)),
    )
    return
  }
  const fields: Record<string, unknown[]> = Object.create(null)
  for (const item of items) {
    const key = keyOf(item, path)
    if (key !== undefined) (fields[key] ??= []).push(fromItem(item, plan))
  }
  for (const key of Object.keys(fields)) {
    const list = fields[key] as unknown[]
    page.set([...source.tokens, key], single && list.length === 1 ? list[0] : list)
  }
}

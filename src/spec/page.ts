/**
 * A body that grows, place by place.
 * Comes in: what a body already holds, then values with their places. Goes out: a body; what it was made from stays as it was.
 * This room knows no role and no spec.
 */
import { putMember } from '../http/json-value.js'
import { formatPointer } from '../http/pointer.js'
import { isObj, type Obj } from '../reading.js'
import { isIndex } from './plan.js'

const hasOwn = (object: object, name: string): boolean => Object.prototype.hasOwnProperty.call(object, name)

/** A copy with the value in its place; `undefined` where it has none. */
const withValue = (at: unknown, tokens: readonly string[], i: number, value: unknown, gently: boolean): unknown => {
  if (i === tokens.length) return at === undefined || !gently ? value : undefined
  const token = tokens[i] as string
  // where a list may be meant, nothing is made up
  if (at === undefined ? isIndex(token) && i > 0 : !isObj(at)) return undefined
  const object = (at ?? {}) as Obj
  const next = withValue(hasOwn(object, token) ? object[token] : undefined, tokens, i + 1, value, gently)
  if (next === undefined) return undefined
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(object)) putMember(copy, name, object[name])
  putMember(copy, token, next)
  return copy
}

/** @category model @since 0.1.0 */
export class Page {
  root: unknown
  /** Fields beside the body. */
  headers: Record<string, string> | undefined
  /** Pointers to what was set here, and to the objects around it: no later value may take their place. */
  private readonly placed: Record<string, true>
  private readonly force: boolean

  /** `force`: what is set wins over what was there. */
  constructor(root: Obj, force: boolean) {
    this.root = root
    this.headers = undefined
    this.placed = Object.create(null) as Record<string, true>
    this.force = force
  }

  /** Sets a value; where something stands in the way, or `gently` in its place, nothing happens. */
  set(tokens: readonly string[], value: unknown, gently = !this.force): void {
    if (this.placed[formatPointer(tokens)] === true) return
    const next = withValue(this.root, tokens, 0, value, gently)
    if (next === undefined) return
    this.root = next
    for (let i = 1; i <= tokens.length; i++) this.placed[formatPointer(tokens.slice(0, i))] = true
  }

  field(name: string, value: string): void {
    this.headers ??= {}
    putMember(this.headers, name, value)
  }
}

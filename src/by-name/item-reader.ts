/**
 * Individual errors in the shapes that people really use, read into items up to the cap; what lies beyond is counted.
 * Comes in: entries, lists and maps of any type. Goes out: items, and whether all of them have one code.
 * What an entry says beside the roles is kept with it. This room knows no API.
 */
import type { Payload } from '../exchange.js'
import { formatPointer, pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import { isMessageTree, readTree, type TreeReader } from '../message-tree/tree.js'
import type { Place, ProblemItem } from '../problem.js'
import { areTexts, codeOf, isObj, itemOf, linksOf, type Obj, put, textOf } from '../reading.js'
import { byLook, type Children, childrenOf, without } from './error-look.js'
import { isWord, messageIn, type Roles, rolesOf } from './roles.js'
import { nowhere, placeOfWord, pointerOfName, spelt, type Where } from './where.js'

const itemAt = (detail: string, { pointer, in: place, name }: Where): ProblemItem =>
  itemOf({ detail, pointer, in: place, name })

const maxFields = 32

/** Errors within errors within errors. */
const maxDepth = 4

/** Reads entries one after the other, up to the cap; what lies beyond is counted. @category decoding @since 0.1.0 */
export class ItemReader implements TreeReader<Where> {
  readonly items: ProblemItem[] = []
  readonly leaves = byLook
  count = 0
  /** A code that stood under a name for codes, in every entry that has one; `''` where they differ. */
  sharedCode: string | undefined
  /** Every message repeats its field: a long name would grow a small body into a large problem. */
  private spelling: number
  private readonly cap: number
  /** Errors within an error do not speak for the answer. */
  private depth = 0
  private readonly ledger: Ledger
  private readonly status: number

  constructor({ limits, ledger, status }: Pick<Payload, 'limits' | 'ledger' | 'status'>) {
    this.ledger = ledger
    this.status = status
    this.cap = limits.items
    this.spelling = 4 * limits.extensionsLength
  }

  private get isFull(): boolean {
    return this.items.length >= this.cap || this.spelling < 0
  }

  add(item: ProblemItem): void {
    this.count++
    this.spelling -= (item.name ?? '').length + (item.pointer ?? '').length
    if (!this.isFull) this.items.push(item)
  }

  /** A list of errors. `nameIsField`: where they are lists of parameters, a name is that of a field. */
  list(list: readonly unknown[], whole: Where = nowhere, nameIsField = false, isNested = false): void {
    for (let i = 0; i < list.length; i++) {
      if (this.isFull) {
        this.count += list.length - i
        return
      }
      const entry = list[i]
      if (typeof entry === 'string') this.add(itemAt(entry, whole))
      else if (Array.isArray(entry) && !isNested && entry.length > 0) this.list(entry, whole, nameIsField, true)
      else this.entry(entry, whole, nameIsField)
    }
  }

  /** Fields that are merely named. */
  named(list: readonly string[], place: Place | undefined): void {
    for (const name of list) {
      const pointer = pointerOfPath(name)
      this.add(itemOf({ pointer, in: place === 'body' ? undefined : place, name }))
    }
  }

  /** The place of the errors from `start` on, where they say none of their own. */
  place(start: number, place: Place | undefined): void {
    if (place === undefined || place === 'body') return
    for (let i = start; i < this.items.length; i++) {
      const item = this.items[i] as ProblemItem
      if (item.pointer !== undefined && item.in === undefined) this.items[i] = { ...item, in: place }
    }
  }

  entry(entry: unknown, whole: Where = nowhere, nameIsField = false): void {
    if (!isObj(entry)) {
      const extensions = this.ledger.keep(undefined, 'value', entry)
      this.add(itemOf({ pointer: whole.pointer, name: whole.name, extensions }))
      return
    }
    const wrapper = isObj(entry['error']) ? 'error' : isObj(entry['node']) ? 'node' : undefined
    const body = wrapper === undefined ? entry : (entry[wrapper] as Obj)
    const roles = rolesOf(body)
    const at = this.whereOf(body, roles, whole, nameIsField)
    const code = this.codeOf(body, roles, at.where)
    const child = this.depth < maxDepth ? childrenOf(body) : undefined
    let left = this.rest(body, roles, at.read, code.read, child, at.where.in)
    if (wrapper !== undefined) left = this.beside(entry, wrapper, left)
    const item = itemOf({
      detail: roles.message === undefined ? undefined : messageIn(body[roles.message]),
      pointer: at.where.pointer,
      in: at.where.in,
      name: at.where.name,
      code: code.code,
      links: linksOf('help', roles.help === undefined ? undefined : body[roles.help]),
      extensions: left,
    })
    const fields = at.where.pointer === undefined ? body['fields'] : undefined
    if (Array.isArray(fields) && fields.length > 0 && fields.length <= maxFields && areTexts(fields))
      // one error about several fields is one for each of them
      for (const field of fields as readonly string[]) this.add({ ...item, pointer: pointerOfPath(field), name: field })
    else this.add(item)
    if (child === undefined) return
    this.depth++
    this.list(child.list)
    this.depth--
  }

  private whereOf(
    body: Obj,
    roles: Roles,
    whole: Where,
    nameIsField: boolean,
  ): { where: Where; read: string | undefined } {
    // with locations in a query document, a path leads into the response
    if ('locations' in body) return { where: whole, read: undefined }
    const place = roles.place === undefined ? undefined : placeOfWord(body[roles.place])
    const outside = place === 'body' ? undefined : place
    const field = nameIsField && typeof body['name'] === 'string' ? 'name' : roles.field
    if (field !== undefined) return { where: spelt(body[field], outside), read: field }
    const source = body['source']
    if (isObj(source)) {
      const { pointer, parameter, header } = source
      const only = Object.keys(source).length === 1
      if (only && typeof pointer === 'string') return { where: spelt(pointer, outside), read: 'source' }
      if (only && typeof parameter === 'string') return { where: spelt(parameter, 'query'), read: 'source' }
      if (only && typeof header === 'string') return { where: spelt(header, 'header'), read: 'source' }
    }
    const more = body['extensions']
    if (isObj(more) && typeof more['field'] === 'string')
      return { where: spelt(more['field'], outside), read: undefined }
    return {
      where: whole.pointer === undefined || outside === undefined ? whole : { ...whole, in: outside },
      read: undefined,
    }
  }

  private codeOf(body: Obj, roles: Roles, where: Where): { code: string | undefined; read: string | undefined } {
    let read = roles.code
    // the class of an error says nothing that its field does not
    if (read === 'name' && where.pointer !== undefined) read = undefined
    if (read === undefined && roles.number !== undefined && body[roles.number] !== this.status) read = roles.number
    let code = read === undefined ? undefined : codeOf(body[read])
    let from = read
    if (code === undefined) {
      const more = body['extensions']
      const word = isObj(more) ? textOf(more['code']) : undefined
      if (word !== undefined && isWord(word)) {
        code = word
        from = 'code'
      }
    }
    // a type, rule or keyword is that of the one error; a code is that of the answer, too, if all errors have it
    if (code !== undefined && this.depth === 0) {
      const isOfAnswer = from !== 'type' && from !== 'rule' && from !== 'keyword'
      this.sharedCode = isOfAnswer && (this.sharedCode ?? code) === code ? code : ''
    }
    return { code, read }
  }

  /** What was not read of an entry. */
  private rest(
    body: Obj,
    roles: Roles,
    field: string | undefined,
    code: string | undefined,
    child: Children | undefined,
    within: Place | undefined,
  ): Record<string, unknown> | undefined {
    let left: Record<string, unknown> | undefined
    const place = roles.place !== undefined && body[roles.place] === within ? roles.place : undefined
    for (const name in body) {
      if (name === roles.message && (typeof body[name] === 'string' || Object.keys(body[name] as Obj).length === 1))
        continue
      if (name === code || name === field || name === place || name === roles.help) continue
      if (!Object.prototype.hasOwnProperty.call(body, name)) continue
      if (child !== undefined && name === child.member) {
        if (child.within === undefined) continue
        const beside = without(body[name] as Obj, child.within)
        if (beside !== undefined) left = this.ledger.keep(left, name, beside)
        continue
      }
      left = this.ledger.keep(left, name, body[name])
    }
    return left
  }

  /** What stands beside a wrapped error, and what was left in it, apart: both may use the same names. */
  private beside(
    entry: Obj,
    wrapper: string,
    left: Record<string, unknown> | undefined,
  ): Record<string, unknown> | undefined {
    let out: Record<string, unknown> | undefined
    for (const name in entry)
      if (name !== wrapper && Object.prototype.hasOwnProperty.call(entry, name))
        out = this.ledger.keep(out, name, entry[name])
    if (left === undefined) return out
    out ??= {}
    out[wrapper] = left
    return out
  }

  message(entry: unknown, at: Where): void {
    if (this.isFull) this.count++
    else if (typeof entry === 'string') this.add(itemAt(entry, at))
    else this.entry(entry, at)
  }

  below({ pointer }: Where, key: string): Where {
    return { pointer: pointerOfName(key, pointer ?? '') }
  }

  row({ pointer }: Where, index: number): Where {
    return { pointer: `${pointer ?? ''}/${index}` }
  }

  /** A map of fields: to messages, to lists of messages or errors, to further maps. Returns what of it is neither. */
  map(map: Obj | readonly unknown[], within: string): Obj | undefined {
    let left: Record<string, unknown> | undefined
    const fields = map as Obj
    for (const name in fields) {
      if (!Object.prototype.hasOwnProperty.call(fields, name)) continue
      const value = fields[name]
      const pointer = pointerOfName(name, within)
      const at: Where = within === '' ? { pointer, name } : { pointer }
      const isTree = this.isFull || typeof value === 'string' || isMessageTree(value, byLook)
      const rest = isTree ? readTree(value, at, this) : value
      if (rest !== undefined) left = put(left, name, rest)
    }
    return left
  }

  /** One map for each element of a list. */
  maps(list: readonly unknown[]): void {
    for (let i = 0; i < list.length; i++) {
      if (this.isFull) {
        this.count += list.length - i
        return
      }
      const entry = list[i]
      const left = isObj(entry) ? this.map(entry, formatPointer([i])) : put(undefined, 'value', entry)
      if (left !== undefined)
        this.add(
          itemOf({ pointer: formatPointer([i]), extensions: this.ledger.copy(left) as ProblemItem['extensions'] }),
        )
    }
  }
}

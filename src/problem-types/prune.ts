/**
 * A value cut down to what a schema lists: an allow-list at every depth.
 * Comes in: a value and a JSON Schema. Goes out: the part of the value that the schema speaks of.
 * This room knows no codec and judges no value: what does not fit stays as far as its members are listed.
 */
import { putMember } from '../http/json-value.js'
import { isObj, type JsonSchema } from './json-schema.js'

const parts = ['allOf', 'anyOf', 'oneOf']

/** The schemas that speak about one value: a schema, and all that it is made of. */
const spread = (schema: unknown): readonly JsonSchema[] => {
  if (!isObj(schema)) return []
  const all: JsonSchema[] = [schema]
  for (const part of parts)
    if (Array.isArray(schema[part])) all.push(...([] as JsonSchema[]).concat(...schema[part].map(spread)))
  return all
}

const membersIn = (schemas: readonly JsonSchema[]): Record<string, unknown[]> => {
  const named: Record<string, unknown[]> = Object.create(null)
  for (const { properties } of schemas)
    if (isObj(properties)) for (const name of Object.keys(properties)) (named[name] ??= []).push(properties[name])
  return named
}

/** The names of the members that a schema lists. @category accessors @since 0.1.0 */
export const namesIn = (schema: JsonSchema): readonly string[] => Object.keys(membersIn(spread(schema)))

const takes = (type: unknown, name: string): boolean => ([] as unknown[]).concat(type).includes(name)

/** What a schema says about one item of a list; nothing known is `{}`, unless it is no schema of lists. */
const ofItem = ({ type, prefixItems, items }: JsonSchema, i: number): unknown => {
  if (Array.isArray(prefixItems) && i < prefixItems.length) return prefixItems[i]
  return isObj(items) ? items : takes(type, 'array') ? {} : undefined
}

/** Is one of them a schema of objects, or of anything, of whose members nothing is known? */
const isOpen = (schemas: readonly JsonSchema[]): boolean =>
  schemas.some(({ type, ...one }) => {
    if (type !== undefined && !takes(type, 'object')) return false
    return !['properties', 'additionalProperties', ...parts, 'const', 'enum'].some(name => name in one)
  })

/**
 * The part of a value that a schema lists, at every depth. What a schema says nothing about stays: it is described as anything.
 *
 * @category encoding
 * @since 0.1.0
 */
export const pruned = (value: unknown, ...schemas: readonly unknown[]): unknown => {
  const all = ([] as JsonSchema[]).concat(...schemas.map(spread))
  if (isOpen(all)) return value
  if (Array.isArray(value)) return value.map((item, i) => pruned(item, ...all.map(schema => ofItem(schema, i))))
  if (!isObj(value)) return value
  const named = membersIn(all)
  const others = all.map(({ additionalProperties }) => additionalProperties).filter(isObj)
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const of = named[name] ?? others
    if (of.length > 0) putMember(kept, name, pruned(value[name], ...of))
  }
  return kept
}

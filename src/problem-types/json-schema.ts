/**
 * What a codec accepts, as JSON Schema (2020-12).
 * Comes in: an io-ts codec, or a Standard Schema that can describe itself. Goes out: a schema of what is on the wire.
 * What a codec does not tell (a predicate, a transformation, a recursion) is left open: such a schema accepts more, never less.
 */
import type * as t from 'io-ts'
import { variantsOf } from '../codec.js'
import type { AnyStandardSchema } from '../standard-schema.js'

/** @see https://json-schema.org/draft/2020-12/schema @category model @since 0.1.0 */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A codec of the extension members of a problem. @category model @since 0.1.0 */
// biome-ignore lint/suspicious/noExplicitAny: a table holds schemas of every type; only what each of them accepts is given to it
export type ExtensionsCodec = t.Mixed | AnyStandardSchema<any, any>

/** The parts that codecs of io-ts show of themselves. */
interface Shown {
  readonly _tag?: string
  readonly name: string
  readonly type: t.Mixed
  readonly types: readonly t.Mixed[]
  readonly props: Readonly<Record<string, t.Mixed>>
  readonly value: unknown
  readonly keys: Readonly<Record<string, unknown>>
  readonly codomain: t.Mixed
}

/** @category accessors @since 0.1.0 */
export const isObj = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/** Is this a schema by the standard, and no codec of io-ts? @category accessors @since 0.1.0 */
export const isStandard = (codec: ExtensionsCodec): codec is Exclude<ExtensionsCodec, t.Mixed> =>
  typeof (codec as Partial<AnyStandardSchema>)['~standard']?.validate === 'function'

const objectOf = (required: Readonly<Record<string, t.Mixed>>, optional: Readonly<Record<string, t.Mixed>>) => {
  const all = { ...required, ...optional }
  const properties: Record<string, JsonSchema> = {}
  for (const name in all) properties[name] = ofIoTs(all[name] as t.Mixed)
  // who accepts `undefined` accepts that it is not there
  const names = Object.keys(required).filter(name => !(required[name] as t.Mixed).is(undefined))
  return { type: 'object', properties, ...(names.length === 0 ? {} : { required: names }) }
}

const mergeable = 'type properties required'.split(' ')

/** Objects that describe nothing but members are one object; anything else has to hold together. */
const allOf = (schemas: readonly JsonSchema[]): JsonSchema => {
  const areObjects = schemas.every(
    schema => schema['type'] === 'object' && Object.keys(schema).every(name => mergeable.includes(name)),
  )
  if (!areObjects) return { allOf: schemas }
  const required = ([] as unknown[]).concat(...schemas.map(one => (one['required'] as []) ?? []))
  const properties = Object.assign({}, ...schemas.map(schema => schema['properties']))
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
}

const ofIoTs = (codec: t.Mixed): JsonSchema => {
  const shown = codec as unknown as Shown
  const variants = variantsOf(codec)
  if (variants !== undefined) {
    const schemas = variants.map(({ required, optional }) => objectOf(required, optional))
    return schemas.length === 1 ? (schemas[0] as JsonSchema) : { anyOf: schemas }
  }
  switch (shown._tag) {
    case 'StringType':
      return { type: 'string' }
    case 'NumberType':
      return { type: 'number' }
    case 'BooleanType':
      return { type: 'boolean' }
    case 'NullType':
      return { type: 'null' }
    case 'AnyArrayType':
      return { type: 'array' }
    case 'AnyDictionaryType':
      return { type: 'object' }
    case 'LiteralType':
      return { const: shown.value }
    case 'KeyofType':
      return { enum: Object.keys(shown.keys) }
    case 'RefinementType':
      return shown.name === 'Int' ? { type: 'integer' } : ofIoTs(shown.type)
    case 'ReadonlyType':
    case 'ExactType':
      return ofIoTs(shown.type)
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return { type: 'array', items: ofIoTs(shown.type) }
    case 'TupleType':
      return { type: 'array', prefixItems: shown.types.map(ofIoTs), items: false, minItems: shown.types.length }
    case 'DictionaryType':
      return { type: 'object', additionalProperties: ofIoTs(shown.codomain) }
    case 'InterfaceType':
      return objectOf(shown.props, {})
    case 'PartialType':
      return objectOf({}, shown.props)
    case 'IntersectionType':
      return allOf(shown.types.map(ofIoTs))
    case 'UnionType': {
      const types = shown.types.filter(type => (type as unknown as Shown)._tag !== 'UndefinedType')
      return types.length === 1 ? ofIoTs(types[0] as t.Mixed) : { anyOf: types.map(ofIoTs) }
    }
    default:
      return {}
  }
}

/**
 * The schema of what a codec puts on the wire; `undefined` where a Standard Schema cannot describe itself.
 *
 * @category encoding
 * @since 0.1.0
 */
export const schemaOf = (codec: ExtensionsCodec): JsonSchema | undefined => {
  if (!isStandard(codec)) return ofIoTs(codec)
  const { $schema: _dialect, ...schema } = codec['~standard'].jsonSchema?.input({ target: 'draft-2020-12' }) ?? {}
  return Object.keys(schema).length === 0 ? undefined : (withoutReferences(schema) as JsonSchema)
}

/** A reference points into a document of its own, which this schema will not stand in. */
const withoutReferences = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutReferences)
  if (!isObj(schema)) return schema
  const kept: Record<string, unknown> = {}
  if (typeof schema['$ref'] !== 'string')
    for (const name of Object.keys(schema)) if (name !== '$defs') kept[name] = withoutReferences(schema[name])
  return kept
}

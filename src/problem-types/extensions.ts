/**
 * The extension members of a problem type, on their way in and out.
 * Comes in: a codec, and members as they are in memory or on the wire. Goes out: the other form, or nothing where they do not fit.
 * This room knows no problem. Nothing here throws.
 */
import { readWith } from '../codec.js'
import { copyBudget } from '../http/copy-budget.js'
import { copyBounded } from '../http/json-copy.js'
import { defaultLimits } from '../http/limits.js'
import { type ExtensionsCodec, isObj, isStandard, type JsonSchema } from './json-schema.js'
import { pruned } from './prune.js'

type Members = Readonly<Record<string, unknown>>

const attempt = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch {
    return undefined
  }
}

const decoded = (codec: ExtensionsCodec, members: Members): unknown => {
  if (!isStandard(codec)) return readWith(codec, members)
  const result = codec['~standard'].validate(members)
  if ('then' in result) {
    // an answer that comes later comes too late; nor may its failure go unheard
    result.then(undefined, () => undefined)
    return undefined
  }
  return result.issues === undefined ? result.value : undefined
}

/**
 * The members as the codec reads them; `undefined` where they do not fit. A type without a codec has none.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readExtensions = (codec: ExtensionsCodec | undefined, members: Members): Members | undefined => {
  if (codec === undefined) return {}
  const value = attempt(() => decoded(codec, members))
  return isObj(value) ? value : undefined
}

/**
 * The members as they go on the wire: by the codec, cut down to what the schema lists, and plain JSON whatever was given.
 *
 * @category encoding
 * @since 0.1.0
 */
export const writeExtensions = (codec: ExtensionsCodec | undefined, schema: JsonSchema, members: Members): Members => {
  const encoded = codec === undefined || isStandard(codec) ? members : attempt(() => codec.encode(members) as unknown)
  const said = isObj(encoded) ? encoded : members
  // what is not listed must not use up the room of what is; what cannot be looked through is first copied as far as it can be read
  const listed = attempt(() => pruned(said, schema)) ?? pruned(copyBounded(said, copyBudget(defaultLimits)), schema)
  const copy = copyBounded(listed, copyBudget(defaultLimits))
  return isObj(copy) ? copy : {}
}

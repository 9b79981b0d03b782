/**
 * Any io-ts codec as a Standard Schema, for frameworks that take those.
 * Comes in: a codec. Goes out: the same, under the property `~standard`. This room knows no framework.
 */
import type * as t from 'io-ts'

/** @see https://standardschema.dev @category model @since 0.1.0 */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'problem-dialects'
    readonly validate: (value: unknown) => { readonly value: Output } | { readonly issues: readonly StandardIssue[] }
    readonly types?: { readonly input: unknown; readonly output: Output }
  }
}

/** @category model @since 0.1.0 */
export interface StandardIssue {
  readonly message: string
  readonly path?: readonly string[]
}

/**
 * Any Standard Schema, of whatever library; `jsonSchema` where it can describe itself.
 *
 * @see https://standardschema.dev/json-schema
 * @category model
 * @since 0.1.0
 */
export interface AnyStandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>
    }
  }
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

const maxIssues = 100

const issue = ({ context, message }: t.ValidationError): StandardIssue => {
  const path = context.map(({ key }) => key).filter(key => key !== '')
  const expected = context[context.length - 1]?.type.name ?? 'another value'
  return { message: message ?? `expected ${expected}`, ...(path.length === 0 ? {} : { path }) }
}

/**
 * Wraps a codec. Issues name what was expected and where, never the value: it may be a secret or a megabyte.
 *
 * @category constructors
 * @since 0.1.0
 */
export const toStandardSchema = <A>(codec: t.Type<A, unknown, unknown>): StandardSchema<A> => ({
  '~standard': {
    version: 1,
    vendor: 'problem-dialects',
    validate: value => {
      const result = codec.decode(value)
      return result._tag === 'Right' ? { value: result.right } : { issues: result.left.slice(0, maxIssues).map(issue) }
    },
  },
})

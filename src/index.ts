/**
 * The front door: plain functions over plain data.
 * Any HTTP error in any dialect comes in; one {@link ApiProblem} goes out, with retry advice, and back out in any dialect.
 * The data-last twins are in `./fp`.
 */
export {
  type Audience,
  type AudiencePolicy,
  AudiencePolicyCodec,
  audience,
  forAudience,
  type Ours,
  type Shareable,
} from './audience.js'
export { firstOf, type Members, members, type WireCodec } from './codec.js'
export { decodeWith } from './decode.js'
export {
  type Cases,
  defineProblems,
  type Occurrence,
  type ProblemOf,
  type Problems,
} from './define-problems.js'
export {
  type AnyDialect,
  type Claim,
  type CodeOf,
  type Dialect,
  dialect,
  isFrom,
  type MemberType,
  type MemberTypes,
  type ProblemFrom,
  type Shape,
  type Spoken,
} from './dialect.js'
export { dialects, type EncodableId } from './dialects/index.js'
export type { Encoded, EncodeOptions, Lost, Wire } from './encode.js'
export type { Content, Exchange, ExchangeRequest, Payload } from './exchange.js'
export { fieldErrors } from './field-errors.js'
export type { HeadersInput } from './http/fields.js'
export { defaultLimits, type Limits } from './http/limits.js'
export { type LearnOptions, learnSpec } from './learn.js'
export { logLine } from './log-line.js'
export {
  createNormalizer,
  type ExplainedClaim,
  type Explanation,
  encode,
  explain,
  type Normalizer,
  type NormalizerOptions,
  normalize,
  type Target,
  translate,
} from './normalize.js'
export { fingerprint } from './observe/fingerprint.js'
export { logSerializer } from './observe/log.js'
export {
  isUnrecognised,
  type MetricAttributes,
  type MetricOptions,
  metricAttributes,
  type Tally,
  tally,
} from './observe/metrics.js'
export { type OperationsReader, readOperations } from './partial.js'
export { prettify } from './prettify.js'
export {
  type ApiProblem,
  type Link,
  type PartialFailure,
  type Place,
  type ProblemItem,
  type ProblemParts,
  problem,
  type RetryAdvice,
  type Rung,
  type Source,
  type Succeeded,
} from './problem.js'
export { ApiProblemCodec, isApiProblem } from './problem-codec.js'
export { ApiProblemError, type LogView } from './problem-error.js'
export type { OpenApiParts, OpenApiResponse } from './problem-types/documents.js'
export type { ExtensionsCodec, JsonSchema } from './problem-types/json-schema.js'
export type { ProblemTable, ProblemType, ProblemTypes } from './problem-types/table.js'
export { codeOf, itemsOfList, itemsOfMap, linksOf, rest, textOf } from './reading.js'
export type { Told } from './relay/answer.js'
export { type RelayPolicy, RelayPolicyCodec } from './relay/policy.js'
export { createRelay, type Relay, type Relayed, type RelayOptions, relay } from './relay.js'
export { type Attempt, type Decision, decideRetry, type StopReason } from './retry/decide.js'
export type { Said } from './said.js'
export type { DialectSpec } from './spec/format.js'
export { dialectFromSpec } from './spec.js'
export { type AnyStandardSchema, type StandardSchema, toStandardSchema } from './standard-schema.js'
export { type Kind, kinds, statusOfKind } from './status/kind.js'
export { statusOf, statusRows } from './status/registry.js'
export type { Advice, ApiWord, Applied, RetrySemantics, Scope, StatusRow, StatusWords } from './status/semantics.js'
export { fromTransport } from './transport.js'
export type { Rule } from './voice.js'

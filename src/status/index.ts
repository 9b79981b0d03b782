/**
 * The door of the status room: the registry as data, and its total questions.
 */
export { statusRegistryJson } from './as-json.js'
export { type Kind, kinds, statusOfKind } from './kind.js'
export { isPhraseOf, phraseOf, statusOf, statusRows } from './registry.js'
export { type Responsibility, responsibilities, responsibilityOf, type Whose, whoseWords } from './responsibility.js'
export {
  type Advice,
  type ApiWord,
  type Applied,
  advices,
  appliedWords,
  type RetrySemantics,
  type Scope,
  type SpeaksStatus,
  type StatusRow,
  type StatusWords,
  scopes,
} from './semantics.js'

/**
 * What servers share, whatever their framework: anything that was thrown becomes a problem, and a problem an answer.
 * For a framework that has no entry of its own; those that have one are built from this.
 */
export { type Answer, type AnswerOptions, answer, type HeaderChange, headerChange } from './answer.js'
export { askedOf, bytesOf, type NodeRequest, type NodeResponse, sendAnswer } from './node.js'
export {
  type Asked,
  createResponder,
  type ProblemContext,
  type Responder,
  type ServerOptions,
} from './responder.js'
export { fromThrown, headersOfStatus, type Thrown } from './thrown.js'
export { validationItems } from './validation.js'

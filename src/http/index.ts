/**
 * The door of the http room: what the RFCs define, each strict and total.
 */
export { bestAccepted } from './accept.js'
export { decodeText, printable, wellFormed } from './charset.js'
export { type CopyBudget, copyBudget } from './copy-budget.js'
export { type DelayHint, type DelayReading, delayHint, serverClock } from './delay.js'
export { type Fields, fieldsOf, type HeadersInput } from './fields.js'
export { formatHttpDate, parseHttpDate, parseRfc3339, rfc3339 } from './http-date.js'
export { type JsonReading, readJson } from './json.js'
export { copyBounded } from './json-copy.js'
export { defaultLimits, type Limits } from './limits.js'
export { isHtmlType, isJsonType, isXmlType, type MediaType, parseMediaType } from './media-type.js'
export { isIdempotent, isSafe } from './method.js'
export { type PageWords, plainLine, wordsOfPage } from './page.js'
export {
  dotOfPointer,
  formatPointer,
  fragmentOfPointer,
  parsePointer,
  pathOfPointer,
  pointerOfFragment,
  pointerOfLoc,
  pointerOfPath,
} from './pointer.js'
export { rateLimitWait } from './rate-limit.js'
export { isSafeId, requestIdOf, traceIdOf } from './request-id.js'
export { parseDuration, parseMilliseconds, parseRetryAfter, type Wait } from './retry-after.js'
export { withoutClasses } from './sentence.js'
export { retryForce, retryVeto } from './veto.js'
export {
  isField,
  noChallenge,
  writeChallenges,
  writeLanguage,
  writeLinks,
  writeRetryAfter,
  writeTokens,
} from './write-fields.js'
export { type Challenge, parseChallenges, type Refusal, refusalOf } from './www-authenticate.js'
export { readXml, rootNameOf, type XmlReading } from './xml.js'
export {
  childOf,
  firstsOf,
  isNamed,
  jsonOfXml,
  localName,
  restOfXml,
  textOfChild,
  type XmlElement,
} from './xml-element.js'
export { xmlDeclaration, xmlOf, xmlText } from './xml-write.js'

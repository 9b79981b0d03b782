/**
 * HL7 FHIR: `{ resourceType: "OperationOutcome", issue: [{ severity, code, details?, diagnostics?, expression? }] }`;
 * in XML `<OperationOutcome xmlns="http://hl7.org/fhir"><issue><code value="…"/>…</issue>`.
 * Who: https://hl7.org/fhir/operationoutcome.html. Observed: the specification's examples and an issue of a server, 2026.
 * It is sent with a success, too: below an issue of severity error nothing failed. `expression` is FHIRPath from the resource on,
 * which is read into a pointer where it is a mere path; `location`, XPath that counts from 1, is not.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { isNamed, localName, type XmlElement } from '../http/xml-element.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  besides,
  fieldOf,
  isObj,
  itemOf,
  itemsOfList,
  named,
  type Obj,
  objOf,
  placeIn,
  present,
  put,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { down, fault, fix, stale } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const fhirBody = orElse(
  'FhirBody',
  members('FhirJson', { resourceType: t.string, issue: t.UnknownArray }),
  t.string,
)

/** @category dialects @since 0.1.0 */
export type FhirBody = t.TypeOf<typeof fhirBody>

const codes = {
  invalid: { because: 'The content is invalid against the specification or a profile.', kind: 'invalid_argument' },
  structure: { because: 'The structure of the content is wrong.', kind: 'invalid_argument' },
  required: { because: 'A required element is missing.', kind: 'invalid_argument' },
  value: { because: 'The value of an element is invalid.', kind: 'invalid_argument' },
  invariant: { because: 'A rule over several elements does not hold.', kind: 'invalid_argument' },
  security: { because: 'A matter of authentication, authorisation or permissions.', kind: 'permission_denied' },
  login: { because: 'The client has to log in.', kind: 'unauthenticated' },
  unknown: { because: 'The user or system could not be authenticated.', kind: 'unauthenticated' },
  expired: { because: 'The session of the user has expired: log in again.', kind: 'unauthenticated' },
  forbidden: { because: 'The user may not do this.', kind: 'permission_denied' },
  suppressed: { because: 'Some information was withheld for want of rights.', kind: 'permission_denied' },
  processing: { because: 'An issue of processing that no other code names.' },
  'not-supported': {
    because: 'The interaction, operation, resource or profile is not supported.',
    kind: 'unimplemented',
  },
  duplicate: { because: 'An attempt to create a duplicate record.', kind: 'already_exists' },
  'multiple-matches': { because: 'Several records match where one has to.', kind: 'failed_precondition' },
  'not-found': { because: 'The reference was not found.', kind: 'not_found' },
  deleted: { because: 'The reference points to something that was deleted.', kind: 'not_found' },
  'too-long': { because: 'The content is longer than can be handled.', kind: 'invalid_argument' },
  'code-invalid': { because: 'The code or system is not in the value set.', kind: 'invalid_argument' },
  extension: { because: 'A modifier extension is not understood.', kind: 'invalid_argument' },
  'too-costly': fix('The operation would have cost too much: narrow it.'),
  'business-rule': { because: 'The content or state breaks a business rule.', kind: 'failed_precondition' },
  conflict: stale('An edit conflict: the content has changed meanwhile.'),
  transient: down('A transient fault: the same request may succeed later.'),
  'lock-error': down('A resource or record could not be locked; that passes.'),
  'no-store': down('The persistent store is not available.'),
  exception: fault('An unexpected internal error.'),
  timeout: {
    because: 'An internal timeout; the outcome is not known.',
    kind: 'deadline_exceeded',
    advice: 'backoff',
    applied: 'unknown',
  },
  incomplete: { because: 'Not all sources could be reached: the answer is not complete.', kind: 'unavailable' },
  throttled: {
    because: 'The system is not ready for another request so soon.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type FhirCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

/** One code for each kind; of those that share one, the plainest. */
const codeOfKind: Readonly<Partial<Record<Kind, FhirCode>>> = {
  invalid_argument: 'invalid',
  not_found: 'not-found',
  already_exists: 'duplicate',
  permission_denied: 'forbidden',
  unauthenticated: 'login',
  failed_precondition: 'business-rule',
  aborted: 'conflict',
  resource_exhausted: 'throttled',
  unimplemented: 'not-supported',
  unavailable: 'transient',
  deadline_exceeded: 'timeout',
  internal: 'exception',
}

/** A path of names and indices, mostly after the name of the resource: anything else is an expression, and no pointer. */
const path =
  /^(?:[A-Z][A-Za-z]{0,63}\.)?([a-z][A-Za-z0-9_]{0,63}(?:\[[0-9]{1,9}\])?(?:\.[A-Za-z][A-Za-z0-9_]{0,63}(?:\[[0-9]{1,9}\])?)*)$/

const pointerOf = (expression: string): string | undefined => {
  const steps = expression.length > 500 ? undefined : path.exec(expression)?.[1]
  return steps === undefined ? undefined : pointerOfPath(steps)
}

const inIssue = named({ code: 'text', details: 'object' })
const inDetails = named({ text: 'text' })

const toItem = (issue: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(issue)) return itemOfJunk(issue, ledger)
  const details = objOf(issue['details'])
  const text = textOf(details?.['text'])
  const diagnostics = text === undefined ? textOf(issue['diagnostics']) : undefined
  const expression = issue['expression']
  const name = Array.isArray(expression) && expression.length === 1 ? textOf(expression[0]) : undefined
  const pointer = name === undefined ? undefined : pointerOf(name)
  const { diagnostics: _said, expression: _where, ...others } = issue
  let left = besides(others, inIssue, ledger)
  if (diagnostics === undefined && 'diagnostics' in issue) left = ledger.keep(left, 'diagnostics', issue['diagnostics'])
  if (pointer === undefined && expression !== undefined) left = ledger.keep(left, 'expression', expression)
  // that there were details says where the text came from
  if (details !== undefined) left = put(left, 'details', besides(details, inDetails, ledger) ?? {})
  return itemOf({
    detail: text ?? diagnostics,
    pointer,
    name: pointer === undefined ? undefined : name,
    code: textOf(issue['code']),
    extensions: left,
  })
}

const failed = (issue: unknown): boolean =>
  isObj(issue) && (issue['severity'] === 'error' || issue['severity'] === 'fatal')

const fromJson = (issue: readonly unknown[], { limits, ledger, status }: Payload): Said => ({
  ...itemsOfList(issue, limits, one => toItem(one, ledger)),
  bodyStatus: status < 400 && !issue.some(failed) ? 200 : undefined,
  kept: true,
})

/** What may come more than once is a list in JSON, however often it comes. */
const lists = named({ issue: 'list', location: 'list', expression: 'list', coding: 'list' })

/** The same as JSON: a value is an attribute. */
const jsonOf = ({ attributes, children, text }: XmlElement): unknown => {
  const { value, xmlns: _space, ...others } = attributes
  if (children.length === 0 && Object.keys(others).length === 0) return value ?? text
  let out: Record<string, unknown> = { ...others, ...present({ value, '#text': text === '' ? undefined : text }) }
  for (const child of children) {
    const name = localName(child.name)
    const before = Object.prototype.hasOwnProperty.call(out, name) ? out[name] : undefined
    const one = jsonOf(child)
    if (Array.isArray(before)) before.push(one)
    else out = put(out, name, before !== undefined ? [before, one] : placeIn(lists, name) < 0 ? one : [one])
  }
  return out
}

const toProblem = (body: FhirBody, payload: Payload): Said => {
  if (typeof body !== 'string') return fromJson(body.issue, payload)
  const outcome = payload.xml === undefined ? undefined : objOf(jsonOf(payload.xml))
  const issue = outcome?.['issue']
  if (outcome === undefined || !Array.isArray(issue)) return {}
  const left = besides(outcome, named({ issue: 'list' }), payload.ledger)
  return { ...fromJson(issue, payload), extensions: left }
}

const fromItem = (item: ProblemItem, kind: Kind | undefined): Obj => {
  const { detail, pointer, code } = item
  const { details, ...left } = (item.extensions ?? {}) as Record<string, unknown>
  return present({
    // the format demands both
    ...(kind === undefined ? {} : { severity: 'error', code: codeOfKind[kind] ?? 'processing' }),
    ...(code === undefined || (kind !== undefined && known(code) === undefined) ? {} : { code }),
    ...left,
    ...(isObj(details)
      ? { details: present({ ...details, text: detail }) }
      : { diagnostics: left['diagnostics'] ?? detail }),
    expression: pointer === undefined ? left['expression'] : [fieldOf(item, kind === undefined)],
  })
}

const fromProblem = ({ errors, code, detail, title, kind, extensions, dialect, source }: ApiProblem) => {
  const received = dialect === 'fhir' && source.wireStatus !== undefined
  const items = errors.length > 0 || received ? errors : [itemOf({ code, detail: detail ?? title })]
  return {
    body: {
      resourceType: 'OperationOutcome',
      issue: items.map(item => fromItem(item, received ? undefined : kind)),
      ...extensions,
    },
    contentType: 'application/fhir+json',
  }
}

const isOutcome = (root: XmlElement | undefined): boolean =>
  isNamed(root, 'OperationOutcome', 'http://hl7.org/fhir') &&
  root?.children.some(child => isNamed(child, 'issue')) === true

const byMediaType: Claim = { rung: 'declared', because: 'an OperationOutcome under a media type of FHIR' }
const byType: Claim = { rung: 'distinctive', because: 'the resource type OperationOutcome' }

/**
 * HL7 FHIR.
 *
 * @see https://hl7.org/fhir/operationoutcome.html
 * @category dialects
 * @since 0.1.0
 */
export const fhir: Dialect<'fhir', FhirBody, FhirCode> = {
  id: 'fhir',
  title: 'HL7 FHIR',
  docs: 'https://hl7.org/fhir/operationoutcome.html',
  verified: '2026-11 against the specification (R5), its examples and a response in an issue; no live capture',
  shape: [{ required: { resourceType: 'string', issue: 'array' } }, { root: 'xml' }],
  reads: ['issue'],
  body: fhirBody,
  claim: (body, { mediaType, xml }) => {
    if (typeof body === 'string' ? !isOutcome(xml) : body.resourceType !== 'OperationOutcome') return undefined
    const essence = mediaType?.essence
    return essence === 'application/fhir+json' || essence === 'application/fhir+xml' ? byMediaType : byType
  },
  toProblem,
  fromProblem,
  codes,
}

/**
 * Jira: `{ errorMessages: ["…"], errors: { field: "…" } }`.
 * Who: https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes. Observed: recordings and tests of its clients, 2026.
 * Both members are mostly there, one of them empty: `errorMessages` is about the whole, `errors` about fields by their id
 * (`customfield_10010`). Confluence and Bitbucket answer otherwise.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect, Spoken } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { putMember } from '../http/json-value.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { areTexts, isObj, itemsOfMap, put } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const jiraBody = members('JiraBody', { errorMessages: t.UnknownArray }, { errors: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type JiraBody = t.TypeOf<typeof jiraBody>

const toProblem = ({ errorMessages, errors }: JiraBody, { limits }: Payload): Said => {
  const items: ProblemItem[] = []
  let odd: unknown[] | undefined
  for (let i = 0; i < errorMessages.length; i++) {
    const message = errorMessages[i]
    if (typeof message !== 'string' || message === '') (odd ??= []).push(message)
    else if (items.length < limits.items) items.push({ detail: message })
  }
  const fields = errors === undefined ? undefined : itemsOfMap(errors, limits)
  const left = odd === undefined ? undefined : put(undefined, 'errorMessages', odd)
  return {
    errors: fields === undefined ? items : items.concat(fields.errors),
    errorCount: errorMessages.length - (odd?.length ?? 0) + (fields?.errorCount ?? 0),
    extensions: fields?.leftover === undefined ? left : put(left, 'errors', fields.leftover),
  }
}

const fromProblem = (problem: ApiProblem): Spoken => {
  const { detail = problem.title, errors } = problem
  const { errorMessages: odd, errors: left, ...extensions } = problem.extensions as Record<string, unknown>
  const errorMessages: unknown[] = []
  const fields: Record<string, unknown> = isObj(left) ? { ...left } : {}
  for (const item of errors) {
    if (item.detail === undefined) continue
    if (item.pointer === undefined) {
      errorMessages.push(item.detail)
      continue
    }
    const name = item.name ?? item.pointer.slice(1).split('/').join('.')
    const known = Object.prototype.hasOwnProperty.call(fields, name) ? fields[name] : undefined
    putMember(fields, name, known === undefined ? item.detail : ([] as unknown[]).concat(known, item.detail))
  }
  // what no error repeats is the message of the envelope that others have
  if (!errors.some(item => item.detail === detail)) errorMessages.unshift(detail)
  return { body: { ...extensions, errorMessages: errorMessages.concat(Array.isArray(odd) ? odd : []), errors: fields } }
}

const both: Claim = { rung: 'distinctive', because: 'errorMessages beside errors' }
const messages: Claim = { rung: 'likely', because: 'errorMessages' }
const byField: Claim = { rung: 'declared', because: 'errorMessages and a field x-arequestid or atl-traceid' }

/**
 * Jira, Cloud and Data Center.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
 * @category dialects
 * @since 0.1.0
 */
export const jira: Dialect<'jira', JiraBody, never> = {
  id: 'jira',
  title: 'Jira REST API',
  docs: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes',
  verified: '2026-11 against the document and tests of its clients; no live capture',
  shape: { required: { errorMessages: 'array' }, optional: { errors: 'object' } },
  body: jiraBody,
  claim: ({ errorMessages, errors }, { fields }) => {
    if (!areTexts(errorMessages)) return undefined
    if (fields.get('x-arequestid') !== undefined || fields.get('atl-traceid') !== undefined) return byField
    return errors === undefined ? messages : both
  },
  toProblem,
  fromProblem,
}

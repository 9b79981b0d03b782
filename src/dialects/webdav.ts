/**
 * WebDAV: `<D:error><D:lock-token-submitted/></D:error>`, and 207 with `<D:multistatus>`: a status for each resource, or each property.
 * Who: https://www.rfc-editor.org/rfc/rfc4918#section-13, §16; CalDAV and CardDAV; sabre/dav adds `s:exception` and `s:message`.
 * Observed: the examples of RFC 4918 and published answers of Nextcloud and ownCloud, 2026.
 * Only failures are listed where a collection was deleted, copied or moved; 424 failed because another did. That a property is not there
 * (404 in a propstat) is what PROPFIND answers, and no failure; nor is a member that a sync-collection reports as gone.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { childOf, isNamed, jsonOfXml, localName, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import { xmlDeclaration, xmlOf } from '../http/xml-write.js'
import { amongOthers, readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { itemOf, type Obj, objOf, present, statusOfText } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, Applied } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const webdavBody = t.string

/** @category dialects @since 0.1.0 */
export type WebdavBody = t.TypeOf<typeof webdavBody>

const dav = 'DAV:'
/** What sabre/dav, and whatever is built on it, adds. */
const sabre = 'http://sabredav.org/ns'

const codes = {
  'lock-token-matches-request-uri': {
    because: 'The lock token is not one of a lock on this resource.',
    kind: 'failed_precondition',
    advice: 'resolve-conflict',
  },
  'lock-token-submitted': {
    because: 'A resource is locked: send its lock token along.',
    kind: 'failed_precondition',
    advice: 'resolve-conflict',
  },
  'no-conflicting-lock': {
    because: 'There is a lock already that this one conflicts with.',
    kind: 'aborted',
    advice: 'resolve-conflict',
  },
  'no-external-entities': {
    because: 'The XML of the request refers to an external entity.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  'preserved-live-properties': {
    because: 'A live property could not be kept with the behaviour that it has.',
    kind: 'failed_precondition',
    advice: 'resolve-conflict',
  },
  'propfind-finite-depth': {
    because: 'The server does not answer for a whole tree: ask with Depth 0 or 1.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  'cannot-modify-protected-property': {
    because: 'The property is protected: only the server sets it.',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  'quota-not-exceeded': {
    because: 'The quota of the principal would be exceeded.',
    kind: 'resource_exhausted',
    advice: 'never',
  },
  'sufficient-disk-space': {
    because: 'The server has not enough space left.',
    kind: 'resource_exhausted',
    advice: 'never',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type WebdavCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter(child => isNamed(child, name, dav)) ?? []

/** `HTTP/1.1 423 Locked` */
const statusIn = (element: XmlElement): number | undefined =>
  statusOfText(/^HTTP\/\S{1,8} +(.*)$/.exec(textOfChild(element, 'status') ?? '')?.[1])

/** What an `error` says, and what of it was not read. */
interface Condition {
  readonly code?: string | undefined
  readonly detail?: string | undefined
  /** The resources that the condition names: those that are locked. */
  readonly hrefs: readonly string[]
  readonly left: Obj | undefined
}

const nothing: Condition = { hrefs: [], left: undefined }

/** A condition is an element of any namespace but that of sabre/dav: CalDAV and others have theirs. */
const readError = (error: XmlElement | undefined): Condition => {
  if (error === undefined) return nothing
  const condition = error.children.find(({ namespace }) => namespace !== sabre && namespace !== '')
  const message = childOf(error, 'message', sabre)
  const exception = childOf(error, 'exception', sabre)
  const detail = message?.text.trim()
  const hrefs = childrenOf(condition, 'href').map(({ text }) => text.trim())
  const isRead = condition?.namespace === dav && condition.text === '' && hrefs.length === condition.children.length
  const isCode = condition === undefined && exception !== undefined
  const left = restOfXml(error, [
    ...(isRead ? [condition] : []),
    ...(message ? [message] : []),
    ...(isCode ? [exception] : []),
  ])
  return {
    code: condition === undefined ? exception?.text.trim() : localName(condition.name),
    detail: detail === '' ? undefined : detail,
    hrefs: isRead ? hrefs : [],
    left: Object.keys(left).length === 0 ? undefined : left,
  }
}

/** Of a response that lists properties these are refused; that one is not there is an answer. */
const refusedIn = (response: XmlElement): readonly XmlElement[] =>
  childrenOf(response, 'propstat').filter(propstat => {
    const status = statusIn(propstat) ?? 0
    return status >= 400 && status !== 404
  })

/** A report of changes says 404 of what is gone. */
const failsIn =
  (root: XmlElement) =>
  (response: unknown): boolean => {
    const status = statusIn(response as XmlElement) ?? 0
    if (status === 404 && childOf(root, 'sync-token', dav) !== undefined) return false
    return status >= 400 || refusedIn(response as XmlElement).length > 0
  }

const undefinedIfEmpty = (object: Obj): Obj | undefined => (Object.keys(object).length === 0 ? undefined : object)

const partsOf = (element: XmlElement, names: readonly string[]): readonly XmlElement[] =>
  element.children.filter(child => names.some(name => isNamed(child, name, dav)))

/** What was refused, of one resource: all of it, or the properties of one `propstat`. */
const toRefusals = (response: XmlElement, at: XmlElement, href: string | undefined): readonly ProblemItem[] => {
  const { code, detail, hrefs, left } = readError(childOf(at, 'error', dav) ?? childOf(response, 'error', dav))
  const said = textOfChild(at, 'responsedescription') ?? textOfChild(response, 'responsedescription')
  const about = present({ href: href === undefined || hrefs.length === 0 ? undefined : hrefs, error: left })
  const item = { detail: said ?? detail, code, resource: href ?? hrefs[0], status: statusIn(at) }
  const beside = at === response ? {} : restOfXml(at, partsOf(at, ['prop', 'status', 'error', 'responsedescription']))
  const properties = at === response ? [] : (childOf(at, 'prop', dav)?.children ?? [])
  if (properties.length === 0) return [itemOf({ ...item, extensions: undefinedIfEmpty({ ...about, ...beside }) })]
  return properties.map((property, i) => {
    const { namespace } = property
    const value = jsonOfXml({ ...property, attributes: {} })
    const own = present({
      namespace: namespace === '' ? undefined : namespace,
      value: value === '' ? undefined : value,
    })
    const extensions = undefinedIfEmpty(i === 0 ? { ...own, ...about, ...beside } : own)
    return itemOf({ ...item, name: localName(property.name), extensions })
  })
}

/** One response: several resources that share a status, or the properties of one that was refused. */
const toItems = (response: XmlElement): readonly ProblemItem[] => {
  const refused = refusedIn(response)
  const hrefs = childrenOf(response, 'href')
  const [first] = hrefs
  const [[head, ...rest] = [], ...others] =
    refused.length > 0
      ? refused.map(propstat => toRefusals(response, propstat, first?.text.trim()))
      : (first === undefined ? [undefined] : hrefs).map(href => toRefusals(response, response, href?.text.trim()))
  const read = [
    ...refused,
    ...partsOf(response, ['status', 'responsedescription', 'error']),
    ...(refused.length > 0 ? hrefs.slice(0, 1) : hrefs),
  ]
  const extensions = undefinedIfEmpty({ ...head?.extensions, ...restOfXml(response, read) })
  return ([itemOf({ ...head, extensions })] as ProblemItem[]).concat(rest, ...others)
}

/** Where only failures are listed, the others took effect: so say DELETE, COPY and MOVE; LOCK and PROPPATCH do all or nothing. */
const othersOf = (method: string | undefined, responses: readonly XmlElement[]): Applied | undefined => {
  if (method !== undefined) return ['DELETE', 'COPY', 'MOVE'].includes(method.toUpperCase()) ? 'yes' : undefined
  return responses.some(response => childOf(response, 'propstat', dav) !== undefined) ? undefined : 'unknown'
}

const readMultistatus = (root: XmlElement, { limits, method }: Payload): Said => {
  const responses = childrenOf(root, 'response')
  const hasFailed = failsIn(root)
  const said = readOperations(responses, limits, {
    hasFailed,
    toItems: response => toItems(response as XmlElement),
    toEntry: response => jsonOfXml(response as XmlElement),
  })
  const others = responses.every(hasFailed) ? othersOf(method, responses) : undefined
  const description = childOf(root, 'responsedescription', dav)
  return {
    ...(others === undefined ? said : amongOthers(said, others)),
    detail: textOfChild(root, 'responsedescription') ?? said.detail,
    extensions: restOfXml(root, description === undefined ? responses : [...responses, description]),
  }
}

const toProblem = (_body: WebdavBody, payload: Payload): Said => {
  const { xml: root } = payload
  if (root === undefined) return {}
  if (isNamed(root, 'multistatus', dav)) return readMultistatus(root, payload)
  const { code, detail, hrefs, left } = readError(root)
  return {
    code,
    detail,
    errors: hrefs.map(resource => itemOf({ code, resource })),
    extensions: left === undefined ? undefined : { error: left },
  }
}

/** What is left of an error says which prefixes it had. */
const prefixIn = (left: Obj, namespace: string): string | undefined => {
  const name = Object.keys(left).find(key => key.startsWith('@xmlns') && left[key] === namespace)
  return name === undefined ? undefined : name === '@xmlns' ? '' : `${name.slice(7)}:`
}

const fromProblem = ({ code, detail, title, errors, dialect, extensions }: ApiProblem) => {
  const own = dialect === 'webdav' ? objOf(extensions['error']) : undefined
  const left = own ?? { '@xmlns:D': dav, '@xmlns:s': sabre }
  const d = prefixIn(left, dav) ?? 'D:'
  const s = prefixIn(left, sabre) ?? 's:'
  const isLeft = Object.keys(left).some(key => localName(key) === code)
  const isCondition = code !== undefined && (known(code) !== undefined || (own !== undefined && /^[a-z-]+$/.test(code)))
  const hrefs = errors.map(({ resource }) => resource).filter(resource => resource !== undefined)
  const condition = isCondition && hrefs.length > 0 ? { [`${d}href`]: hrefs } : ''
  const message = detail ?? (own === undefined ? title : undefined)
  const said = {
    ...(code === undefined || isLeft ? {} : isCondition ? { [d + code]: condition } : { [`${s}exception`]: code }),
    ...(message === undefined ? {} : { [`${s}message`]: message }),
  }
  return {
    body: xmlDeclaration + xmlOf(`${d}error`, { ...left, ...said }),
    contentType: 'application/xml; charset=utf-8',
  }
}

const byError: Claim = { rung: 'distinctive', because: 'an error in the namespace DAV:' }
const byMultistatus: Claim = {
  rung: 'distinctive',
  because: 'a multistatus in the namespace DAV:, and a failure in it',
}

/**
 * WebDAV, and what is built on it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4918#section-13
 * @category dialects
 * @since 0.1.0
 */
export const webdav: Dialect<'webdav', WebdavBody, WebdavCode> = {
  id: 'webdav',
  title: 'WebDAV',
  docs: 'https://www.rfc-editor.org/rfc/rfc4918#section-16',
  verified: '2026-11 against RFC 4918 and published answers of ownCloud and Nextcloud; no live capture',
  shape: { root: 'xml' },
  body: webdavBody,
  claim: (_body, { xml }) => {
    if (isNamed(xml, 'error', dav)) return byError
    if (xml === undefined || !isNamed(xml, 'multistatus', dav)) return undefined
    return childrenOf(xml, 'response').some(failsIn(xml)) ? byMultistatus : undefined
  },
  toProblem,
  fromProblem,
  codes,
}

/**
 * RFC 9457 in XML: `<problem xmlns="urn:ietf:rfc:7807"><type/><title/><status/><detail/><instance/>…</problem>`.
 * Who: https://www.rfc-editor.org/rfc/rfc9457#appendix-B; Spring, ASP.NET and Symfony send it to those who ask for XML. Observed: 2026.
 * A list is a parent of elements `i`, an object one of elements by name. All values are texts: a number comes back as its digits.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { attributesOf, isNamed, localName, type XmlElement } from '../http/xml-element.js'
import { xmlDeclaration, xmlOf } from '../http/xml-write.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, present, put, rest, statusOfText, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const problemXmlBody = t.string

/** @category dialects @since 0.1.0 */
export type ProblemXmlBody = t.TypeOf<typeof problemXmlBody>

const namespace = 'urn:ietf:rfc:7807'

/** What an element holds, by appendix B; attributes, which it does not provide for, are kept as `@name`. */
const jsonOf = (element: XmlElement): unknown => {
  const { children, text } = element
  let out = attributesOf(element)
  if (children.length === 0) return out === undefined ? text : put(out, '#text', text)
  if (out === undefined && children.every(child => isNamed(child, 'i'))) return children.map(jsonOf)
  const lists: Record<string, unknown[]> = Object.create(null)
  for (const child of children) (lists[localName(child.name)] ??= []).push(jsonOf(child))
  for (const name in lists) out = put(out, name, lists[name]?.length === 1 ? lists[name]?.[0] : lists[name])
  return out
}

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return typeof entry === 'string' ? { detail: entry } : { extensions: { value: entry } }
  const detail = textOf(entry['detail'])
  const spelt = typeof entry['pointer'] === 'string' ? entry['pointer'] : undefined
  const code = textOf(entry['code'])
  const pointer = spelt === undefined ? undefined : pointerOfPath(spelt)
  const extensions = rest(entry, { detail, code, pointer: spelt })
  return itemOf({ detail, pointer, name: spelt === pointer ? undefined : spelt, code, extensions })
}

const toProblem = (_body: ProblemXmlBody, { xml, limits }: Payload): Said => {
  const members = xml === undefined ? undefined : jsonOf({ ...xml, attributes: {} })
  if (!isObj(members)) return {}
  const bodyStatus = statusOfText(members['status'])
  const list = Array.isArray(members['errors']) ? members['errors'] : undefined
  const traceId = textOf(members['traceId'])
  const read = {
    type: textOf(members['type']),
    title: textOf(members['title']),
    detail: textOf(members['detail']),
    instance: textOf(members['instance']),
    code: textOf(members['code']),
    requestId: textOf(members['requestId']),
  }
  return {
    ...read,
    requestId: read.requestId ?? traceId,
    bodyStatus,
    ...(list === undefined ? {} : itemsOfList(list, limits, toItem)),
    extensions: rest(members, {
      ...read,
      status: bodyStatus,
      errors: list,
      ...(read.requestId === undefined ? { traceId } : {}),
    }),
  }
}

const maxDepth = 64

/** JSON by appendix B: a list is a parent of elements `i`. */
const inElements = (value: unknown, depth = 0): unknown => {
  if (depth > maxDepth) return undefined
  if (Array.isArray(value)) return { i: value.map(one => inElements(one, depth + 1)) }
  if (!isObj(value)) return value
  const out: Record<string, unknown> = {}
  for (const name of Object.keys(value)) put(out, name, inElements(value[name], depth + 1))
  return out
}

const fromItem = ({ detail, pointer, name, code, extensions }: ProblemItem): Obj => ({
  ...present({ detail, pointer: pointer === undefined ? undefined : (name ?? pointer), code }),
  ...extensions,
})

const fromProblem = (problem: ApiProblem) => {
  const { type, title, status, detail, instance, code, requestId, errors, extensions } = problem
  const own = problem.dialect === 'problem-xml'
  const said = present({
    type: own && type === 'about:blank' ? undefined : type,
    title,
    status: own ? problem.source.bodyStatus : status,
    ...{ detail, instance, code, requestId },
    errors: errors.length === 0 ? undefined : errors.map(fromItem),
  })
  return {
    body: `${xmlDeclaration}${xmlOf('problem', { '@xmlns': namespace, ...(inElements({ ...extensions, ...said }) as Obj) })}`,
    contentType: 'application/problem+xml',
  }
}

const byMediaType: Claim = { rung: 'declared', because: 'the media type application/problem+xml' }
const byNamespace: Claim = { rung: 'distinctive', because: 'a problem in the namespace urn:ietf:rfc:7807' }

/**
 * Problem details for HTTP APIs, as XML.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#appendix-B
 * @category dialects
 * @since 0.1.0
 */
export const problemXml: Dialect<'problem-xml', ProblemXmlBody, never> = {
  id: 'problem-xml',
  title: 'Problem details in XML (RFC 9457)',
  docs: 'https://www.rfc-editor.org/rfc/rfc9457#appendix-B',
  verified: '2026-11 against RFC 9457 and the tests of Spring and Symfony',
  shape: { root: 'xml' },
  body: problemXmlBody,
  claim: (_body, { xml, mediaType }) => {
    if (!isNamed(xml, 'problem')) return undefined
    if (mediaType?.essence === 'application/problem+xml') return byMediaType
    return isNamed(xml, 'problem', namespace) ? byNamespace : undefined
  },
  toProblem,
  fromProblem,
}

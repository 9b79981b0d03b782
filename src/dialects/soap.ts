/**
 * SOAP 1.1 and 1.2: `<Envelope><Body><Fault>` with `faultcode` and `faultstring`, or with `Code` and `Reason`.
 * Who: https://www.w3.org/TR/soap12-part1/#soapfault and https://www.w3.org/TR/2000/NOTE-SOAP-20000508/#_Toc478383507.
 * Observed: PHP's SoapServer captured, published faults, 2026. The status is 500 even where the message was wrong, so the code tells
 * whose fault it is: Client and Sender are not to be sent again unchanged, with whatever stands behind their dot.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { childOf, isNamed, jsonOfXml, localName, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import { xmlDeclaration, xmlOf } from '../http/xml-write.js'
import type { ApiProblem } from '../problem.js'
import { isObj, type Obj, objOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const soapBody = t.string

/** @category dialects @since 0.1.0 */
export type SoapBody = t.TypeOf<typeof soapBody>

const of11 = 'http://schemas.xmlsoap.org/soap/envelope/'
const of12 = 'http://www.w3.org/2003/05/soap-envelope'

const sender = {
  because: 'The message is wrong, or lacks what it needs: it should not be sent again without change.',
  kind: 'invalid_argument',
  advice: 'fix-request',
} as const
const receiver = {
  because: 'The server could not process the message, for reasons not in it: it might later.',
  kind: 'internal',
} as const

const codes = {
  Client: sender,
  Sender: sender,
  Server: receiver,
  Receiver: receiver,
  VersionMismatch: {
    because: 'The envelope is of another version of SOAP.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  MustUnderstand: {
    because: 'A header that has to be understood was not.',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  DataEncodingUnknown: {
    because: 'The encoding of a header or body is not supported.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SoapCode = keyof typeof codes

const isEnvelope = (root: XmlElement | undefined): root is XmlElement =>
  isNamed(root, 'Envelope', of11) || isNamed(root, 'Envelope', of12)

const faultOf = (root: XmlElement): XmlElement | undefined =>
  childOf(childOf(root, 'Body', root.namespace), 'Fault', root.namespace)

/** The code that says most: the innermost subcode. */
const subcodeOf = (code: XmlElement | undefined): string | undefined => {
  let at = code
  for (let next = at; next !== undefined; next = childOf(next, 'Subcode')) at = next
  return textOfChild(at, 'Value')
}

/** The element as JSON, without these parts of it: a child that was read is given as what of it was not. */
const without = (element: XmlElement, parts: readonly (readonly [XmlElement | undefined, unknown])[]): Obj => {
  const out: Record<string, unknown> = { ...restOfXml(element, parts.map(([part]) => part).filter(isThere)) }
  for (const [part, left] of parts) if (part !== undefined && left !== undefined) out[part.name] = left
  return out
}

const isThere = (element: XmlElement | undefined): element is XmlElement => element !== undefined

/** A text with attributes (its language), less the text. */
const attributesAlone = (element: XmlElement): unknown =>
  Object.keys(element.attributes).length === 0 ? undefined : restOfXml({ ...element, text: '' }, [])

const leftOf11 = (fault: XmlElement, code: string | undefined): Obj => {
  const spelt = childOf(fault, 'faultcode')
  const text = childOf(fault, 'faultstring')
  return without(fault, [
    [spelt, textOf(spelt?.text.trim()) === code ? undefined : spelt && jsonOfXml(spelt)],
    [text, text && attributesAlone(text)],
  ])
}

const leftOf12 = (fault: XmlElement, code: string | undefined): Obj => {
  const whole = childOf(fault, 'Code')
  const reason = childOf(fault, 'Reason')
  const [text, ...others] = reason?.children ?? []
  const isPlain = textOfChild(whole, 'Value') === code && whole?.children.length === 1
  const language = text === undefined ? undefined : attributesAlone(text)
  const said = language === undefined || text === undefined ? undefined : { [text.name]: language }
  return without(fault, [
    [whole, isPlain ? undefined : whole && jsonOfXml(whole)],
    [reason, others.length === 0 ? said : reason && jsonOfXml(reason)],
  ])
}

const toProblem = (_body: SoapBody, { xml: root }: Payload): Said => {
  const fault = root === undefined ? undefined : faultOf(root)
  if (root === undefined || fault === undefined) return {}
  const isNew = root.namespace === of12
  const body = childOf(root, 'Body', root.namespace) as XmlElement
  const code = localName(textOf(isNew ? subcodeOf(childOf(fault, 'Code')) : textOfChild(fault, 'faultcode')) ?? '')
  const detail = isNew ? textOfChild(childOf(fault, 'Reason'), 'Text') : textOfChild(fault, 'faultstring')
  const whose = localName((isNew ? textOfChild(childOf(fault, 'Code'), 'Value') : code) ?? '')
  const isClients = /^(?:Client|Sender)(?:\.|$)/.test(whose)
  const left = isNew ? leftOf12(fault, textOf(code)) : leftOf11(fault, textOf(code))
  return {
    code: textOf(code),
    detail,
    kind: isClients ? 'invalid_argument' : undefined,
    // a subcode has no word in the table, and is still the client's
    retryable: isClients && (code !== whose || whose.indexOf('.') > 0) ? false : undefined,
    extensions: without(root, [[body, without(body, [[fault, left]])]]),
  }
}

const keyOf = (object: Obj, local: string): string | undefined =>
  Object.keys(object).find(key => localName(key) === local)

/** A fault as it was read: what was left over is where it stood. */
const again = ({ extensions, code, detail }: ApiProblem, name: string, isNew: boolean): Obj | undefined => {
  const bodyName = keyOf(extensions, 'Body')
  const body = objOf(bodyName === undefined ? undefined : extensions[bodyName])
  const faultName = body === undefined ? undefined : keyOf(body, 'Fault')
  const fault = objOf(body?.[faultName ?? ''])
  if (bodyName === undefined || faultName === undefined || fault === undefined) return undefined
  const prefix = name.slice(0, name.indexOf(':') + 1)
  const said = isNew ? said12(fault, prefix, code, detail) : said11(fault, code, detail)
  return { ...extensions, [bodyName]: { ...body, [faultName]: { ...said, ...fault, ...said } } }
}

const textIn = (left: unknown, text: string | undefined): unknown => (isObj(left) ? { ...left, '#text': text } : text)

const said11 = (fault: Obj, code: string | undefined, detail: string | undefined): Obj => ({
  ...(code === undefined || 'faultcode' in fault ? {} : { faultcode: code }),
  ...(detail === undefined ? {} : { faultstring: textIn(fault['faultstring'], detail) }),
})

const said12 = (fault: Obj, prefix: string, code: string | undefined, detail: string | undefined): Obj => {
  const [codeName, reason, value, text] = ['Code', 'Reason', 'Value', 'Text'].map(local => prefix + local) as string[]
  const left = objOf(fault[reason as string])?.[text as string]
  return {
    ...(code === undefined || (codeName as string) in fault
      ? {}
      : { [codeName as string]: { [value as string]: code } }),
    ...(detail === undefined || Array.isArray(left)
      ? {}
      : { [reason as string]: { [text as string]: textIn(left, detail) } }),
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { status, code, detail, title, dialect, extensions } = problem
  const [space, namespace] = Object.entries(extensions).find(([, value]) => value === of11 || value === of12) ?? []
  const isNew = namespace === of12
  const name = `${space === undefined || space === '@xmlns' ? '' : `${space.slice(7)}:`}Envelope`
  const own = dialect === 'soap' ? again(problem, name, isNew) : undefined
  const fault = { faultcode: code ?? (status < 500 ? 'soap:Client' : 'soap:Server'), faultstring: detail ?? title }
  return {
    body:
      xmlDeclaration +
      (own === undefined
        ? xmlOf('soap:Envelope', { '@xmlns:soap': of11, 'soap:Body': { 'soap:Fault': fault } })
        : xmlOf(name, own)),
    contentType: own !== undefined && isNew ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8',
  }
}

const byMediaType: Claim = { rung: 'declared', because: 'a Fault under the media type application/soap+xml' }
const byNamespace: Claim = { rung: 'distinctive', because: 'a Fault in an Envelope of SOAP' }

/**
 * SOAP, both versions.
 *
 * @see https://www.w3.org/TR/soap12-part1/#soapfault
 * @category dialects
 * @since 0.1.0
 */
export const soap: Dialect<'soap', SoapBody, SoapCode> = {
  id: 'soap',
  title: 'SOAP 1.1 and 1.2',
  docs: 'https://www.w3.org/TR/soap12-part1/#soapfault',
  verified: '2026-11 against the specifications and captures of PHP’s SoapServer',
  shape: { root: 'xml' },
  body: soapBody,
  claim: (_body, { xml, mediaType }) => {
    if (!isEnvelope(xml) || faultOf(xml) === undefined) return undefined
    return mediaType?.essence === 'application/soap+xml' ? byMediaType : byNamespace
  },
  toProblem,
  fromProblem,
  codes,
}

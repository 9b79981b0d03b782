/**
 * OData in XML, `<m:error><m:code/><m:message xml:lang="…"/><m:innererror/></m:error>`, and Azure Storage, `<Error><Code/><Message/></Error>`.
 * Who: https://docs.oasis-open.org/odata/odata-atom-format/v4.0/odata-atom-format-v4.0.html and Azure's REST reference for its storage.
 * Observed: published answers of both, 2026. The same in JSON is read by `azure`. `code` may be empty, or repeat the status.
 * The message of storage has two lines more, with an id and the time.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { firstsOf, isNamed, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const odataXmlBody = t.string

/** @category dialects @since 0.1.0 */
export type OdataXmlBody = t.TypeOf<typeof odataXmlBody>

/** The namespaces of versions 4 and 2 to 3. */
const metadata = [
  'http://docs.oasis-open.org/odata/ns/metadata',
  'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata',
] as const

const isOdata = (root: XmlElement): boolean =>
  metadata.some(namespace => isNamed(root, 'error', namespace) || isNamed(root, 'Error', namespace))

const isStorage = (root: XmlElement): boolean => isNamed(root, 'Error', '') && textOfChild(root, 'Code') !== undefined

const idAndTime = /\r?\n *RequestId:[0-9a-f-]{1,36}\r?\n *Time:[0-9T:.-]{10,40}Z/

const namesOf = (root: XmlElement): readonly [code: string, message: string] =>
  isNamed(root, 'error') ? ['code', 'message'] : ['Code', 'Message']

const toProblem = (_body: OdataXmlBody, { xml: root }: Payload): Said => {
  if (root === undefined) return {}
  const [code, message] = namesOf(root)
  const [text] = firstsOf(root, [message])
  const language = text?.attributes['xml:lang']
  const left = restOfXml({ ...root, attributes: {} }, firstsOf(root, [code, message]))
  return {
    code: textOfChild(root, code),
    detail: textOfChild(root, message),
    extensions: language === undefined ? left : { ...left, lang: language },
  }
}

const byNamespace: Claim = { rung: 'distinctive', because: 'an error in the namespace of OData’s metadata' }
const byField: Claim = { rung: 'declared', because: 'a field x-ms-…, beside an XML Error with Code' }
const byLines: Claim = { rung: 'distinctive', because: 'an XML Error whose Message ends with RequestId and Time' }

const claimStorage = (root: XmlElement, { fields }: Payload): Claim | undefined => {
  if (fields.get('x-ms-request-id') !== undefined || fields.get('x-ms-error-code') !== undefined) return byField
  return idAndTime.test(textOfChild(root, 'Message') ?? '') ? byLines : undefined
}

/**
 * OData services and Azure Storage, where they answer in XML.
 *
 * @see https://docs.oasis-open.org/odata/odata-atom-format/v4.0/odata-atom-format-v4.0.html
 * @category dialects
 * @since 0.1.0
 */
export const odataXml: Dialect<'odata-xml', OdataXmlBody, never> = {
  id: 'odata-xml',
  title: 'OData and Azure Storage in XML',
  docs: 'https://docs.oasis-open.org/odata/odata-atom-format/v4.0/odata-atom-format-v4.0.html',
  verified: '2026-11 against published answers; no live capture',
  shape: { root: 'xml' },
  body: odataXmlBody,
  claim: (_body, payload) => {
    const { xml } = payload
    if (xml === undefined) return undefined
    if (isOdata(xml)) return byNamespace
    return isStorage(xml) ? claimStorage(xml, payload) : undefined
  },
  toProblem,
}

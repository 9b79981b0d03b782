/**
 * XML-RPC: `<methodResponse><fault><value><struct>` with `faultCode` and `faultString`, always under 200.
 * Who: http://xmlrpc.com/spec.md. Observed: WordPress captured, 2026.
 * The numbers are the application's, even where they look like a status; -32700 to -32300 were agreed upon later.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { childOf, isNamed, jsonOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import { put, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const xmlRpcBody = t.string

/** @category dialects @since 0.1.0 */
export type XmlRpcBody = t.TypeOf<typeof xmlRpcBody>

const fix = (because: string) => ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  '-32700': fix('The request is not well-formed XML.'),
  '-32701': fix('The encoding is not supported.'),
  '-32702': fix('A character does not fit the encoding.'),
  '-32600': fix('The XML is not a valid call.'),
  '-32601': { because: 'The method does not exist.', kind: 'unimplemented', advice: 'never' },
  '-32602': fix('The parameters of the method are not valid.'),
  '-32603': { because: 'An internal error of the server.', kind: 'internal' },
  '-32500': { because: 'An error of the application.', kind: 'internal' },
  '-32400': { because: 'An error of the system.', kind: 'internal' },
  '-32300': { because: 'An error of the transport.', kind: 'unavailable' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type XmlRpcCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const membersOf = (root: XmlElement | undefined): readonly XmlElement[] =>
  childOf(childOf(childOf(root, 'fault'), 'value'), 'struct')?.children ?? []

/** A scalar stands in an element of its type, or bare. */
const scalarOf = (value: XmlElement | undefined): string | undefined => {
  const typed = value?.children[0]
  const text = typed === undefined ? value?.text : typed.children.length === 0 ? typed.text : undefined
  return textOf(text?.trim())
}

const toProblem = (_body: XmlRpcBody, { xml }: Payload): Said => {
  let code: string | undefined
  let detail: string | undefined
  let left: Record<string, unknown> | undefined
  for (const member of membersOf(xml)) {
    const name = textOfChild(member, 'name') ?? ''
    const value = childOf(member, 'value')
    if (name === 'faultCode' && code === undefined) code = scalarOf(value)
    else if (name === 'faultString' && detail === undefined) detail = scalarOf(value)
    else left = put(left, name, value === undefined ? '' : jsonOfXml(value))
  }
  const kind: Kind | undefined = code === undefined ? undefined : known(code)?.kind
  return { code, detail, kind, extensions: left === undefined ? undefined : { fault: left } }
}

const distinctive: Claim = { rung: 'distinctive', because: 'a methodResponse with a faultCode' }

/**
 * XML-RPC.
 *
 * @see http://xmlrpc.com/spec.md
 * @category dialects
 * @since 0.1.0
 */
export const xmlRpc: Dialect<'xml-rpc', XmlRpcBody, XmlRpcCode> = {
  id: 'xml-rpc',
  title: 'XML-RPC',
  docs: 'http://xmlrpc.com/spec.md',
  verified: '2026-11 against the specification and a capture of WordPress',
  shape: { root: 'xml' },
  body: xmlRpcBody,
  claim: (_body, { xml }) =>
    isNamed(xml, 'methodResponse') && membersOf(xml).some(member => textOfChild(member, 'name') === 'faultCode')
      ? distinctive
      : undefined,
  toProblem,
  codes,
}

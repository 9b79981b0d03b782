/**
 * Falcon: `{ title, description?, code?, link? }`, and the same in XML, `<error><title/>…</error>`, for those who ask for it.
 * Who: falconry/falcon http_error.py. Observed: captures of 3.1, 2026.
 * `title` is the status line unless the application says more. It looks like problem details, but has neither `type` nor `status`.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { childOf, firstsOf, isNamed, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import type { ApiProblem } from '../problem.js'
import { besides, codeOf, hasOnly, linksOf, named, type Obj, objOf, placeIn, present, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { isPhraseOf } from '../status/registry.js'

/** @category dialects @since 0.1.0 */
export const falconBody = orElse(
  'FalconBody',
  members(
    'FalconJson',
    { title: t.string },
    { description: t.string, code: t.union([t.number, t.string]), link: t.UnknownRecord },
  ),
  t.string,
)

/** @category dialects @since 0.1.0 */
export type FalconBody = t.TypeOf<typeof falconBody>

const inLink = named({ href: 'text', rel: 'text' })
const wholeLink = named({ text: 'text', href: 'text', rel: 'text' })

const numberOf = (code: string): number | string => (String(Number(code)) === code ? Number(code) : code)

const fromProblem = (problem: ApiProblem) => {
  const { title, detail, code, links, extensions } = problem
  const own: Obj = problem.dialect === 'falcon' ? extensions : {}
  const link = links[0] === undefined ? undefined : { href: links[0].href, rel: links[0].rel }
  const { link: left, ...others } = own
  return {
    body: {
      title,
      ...present({ description: detail, code: code === undefined ? undefined : numberOf(code) }),
      ...(link === undefined && left === undefined
        ? {}
        : { link: link === undefined ? left : { ...objOf(left), ...link } }),
      ...others,
    },
  }
}

const distinctive: Claim = { rung: 'distinctive', because: 'title and a link with text, href and rel' }
const asXml: Claim = {
  rung: 'distinctive',
  because: 'an XML error with title and description, and nothing else but code and link',
}
const bareXml: Claim = { rung: 'likely', because: 'an XML error with a title, and nothing else but code and link' }
const likely: Claim = { rung: 'likely', because: 'title beside description or code, and nothing else' }
const bare: Claim = { rung: 'likely', because: 'the status line as title, and nothing else' }

/** An error with a title and nothing that is not Falcon's. */
const isXml = (root: XmlElement | undefined): boolean =>
  root !== undefined &&
  isNamed(root, 'error', '') &&
  textOfChild(root, 'title') !== undefined &&
  root.children.every(({ name }) => placeIn(inXml, name) >= 0)

const inXml = named({ title: 'text', description: 'text', code: 'text', link: 'object' })

const fromXml = (root: XmlElement): Said => {
  const link = childOf(root, 'link')
  const href = textOfChild(link, 'href')
  const rel = textOfChild(link, 'rel')
  const isLink = link !== undefined && href !== undefined && rel !== undefined
  const read = firstsOf(root, ['title', 'description', 'code'])
  const beside = isLink ? restOfXml(link, firstsOf(link, ['href', 'rel'])) : {}
  const left = restOfXml(root, isLink ? [...read, link] : read)
  return {
    title: textOfChild(root, 'title'),
    detail: textOfChild(root, 'description'),
    code: textOfChild(root, 'code'),
    links: isLink ? linksOf(rel, href) : undefined,
    extensions: Object.keys(beside).length === 0 ? left : { ...left, link: beside },
  }
}

const fromJson = ({ title, description, code, link }: Exclude<FalconBody, string>, { ledger }: Payload): Said => {
  const href = link === undefined ? undefined : textOf(link['href'])
  const rel = link === undefined ? undefined : textOf(link['rel'])
  const isLink = href !== undefined && rel !== undefined
  let left: Record<string, unknown> | undefined
  const beside = link === undefined ? undefined : isLink ? besides(link, inLink, ledger) : link
  if (beside !== undefined) left = ledger.keep(left, 'link', beside)
  if (description === '') left = ledger.keep(left, 'description', description)
  if (title === '') left = ledger.keep(left, 'title', title)
  if (code === '') left = ledger.keep(left, 'code', code)
  return {
    title: textOf(title),
    detail: textOf(description),
    code: codeOf(code),
    links: isLink ? linksOf(rel, href) : undefined,
    extensions: left,
    kept: true,
  }
}

/**
 * The Falcon framework.
 *
 * @see https://falcon.readthedocs.io/en/stable/api/errors.html
 * @category dialects
 * @since 0.1.0
 */
export const falcon: Dialect<'falcon', FalconBody, never> = {
  id: 'falcon',
  title: 'Falcon',
  docs: 'https://falcon.readthedocs.io/en/stable/api/errors.html',
  verified: '2026-11 against captures of 3.1',
  shape: [
    {
      required: { title: 'string' },
      optional: { description: 'string', code: ['number', 'string'], link: 'object' },
      closed: true,
    },
    { root: 'xml' },
  ],
  body: falconBody,
  claim: (body, { status, xml }) => {
    if (typeof body === 'string') return isXml(xml) ? (childOf(xml, 'description') ? asXml : bareXml) : undefined
    const { title, description, code, link } = body
    if (link !== undefined)
      return typeof link['href'] === 'string' && hasOnly(link, wholeLink) ? distinctive : undefined
    if (description !== undefined) return likely
    return code === undefined && /^[0-9]{3} /.test(title) && isPhraseOf(status, title) ? bare : undefined
  },
  toProblem: (body, payload) => {
    if (typeof body !== 'string') return fromJson(body, payload)
    return payload.xml === undefined ? {} : fromXml(payload.xml)
  },
  fromProblem,
}

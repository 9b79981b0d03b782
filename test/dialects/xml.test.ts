/** The dialects that speak XML: nothing is lost, prefixes do not matter, and what has a way back comes back. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/http/limits.js'
import { readXml } from '../../src/http/xml.js'
import { jsonOfXml, type XmlElement } from '../../src/http/xml-element.js'
import { xmlOf, xmlText } from '../../src/http/xml-write.js'
import {
  type ApiProblem,
  createNormalizer,
  dialects,
  type EncodableId,
  encode,
  explain,
  isApiProblem,
  problem as made,
} from '../../src/index.js'
import { exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()
const internal = { audience: 'internal' } as const
const rootOf = (text: string): XmlElement => {
  const root = readXml(text, defaultLimits)?.root
  if (root === undefined) throw new Error(`no XML: ${text}`)
  return root
}
const inXml = fixtures.filter(fixture => explain(exchangeOf(fixture)).content.kind === 'xml')
const xmlOnly = ['odata-xml', 'problem-xml', 'soap', 'webdav', 'xml-rpc']

/** Every text of an element, its attributes but for namespaces, and those of its children. */
const wordsOf = ({ attributes, children, text }: XmlElement): readonly string[] => [
  ...(text.trim() === '' ? [] : [text.trim()]),
  ...Object.entries(attributes)
    .filter(([name, value]) => !name.startsWith('xmlns') && value !== '')
    .map(([, value]) => value),
  ...children.flatMap(wordsOf),
]

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)]

/** A status line says its status and the phrase; a type of Rails and the `undefined` of LoopBack say nothing. */
const isSaid = (word: string, texts: readonly string[]): boolean => {
  const status = /^HTTP\/1\.1 ([0-9]{3})\b/.exec(word)?.[1]
  return (
    texts.some(text => text.includes(word)) || (status !== undefined && texts.includes(status)) || word === 'integer'
  )
}

describe('every fixture in XML', () => {
  test('there are enough of them', () => expect(inXml.length).toBeGreaterThan(25))

  test.each(inXml.map(fixture => [fixture.id, fixture] as const))('%s loses nothing', (_, fixture) => {
    const problem = decode(exchangeOf(fixture))
    const texts = textsIn(problem).map(text => text.trim())
    const lost = wordsOf(rootOf(fixture.body)).filter(word => !isSaid(word, [...texts, problem.title]))
    // the phrase of the status, and the names of the members of a struct
    expect(lost.filter(word => !['Not Found', 'faultCode', 'faultString'].includes(word))).toEqual([])
  })

  test.each(inXml.map(fixture => [fixture.id, fixture] as const))('%s is claimed by one', (_, fixture) => {
    const { claims } = explain(exchangeOf(fixture))
    const first = claims[0]
    expect(claims.filter(({ rung }) => rung === first?.rung)).toHaveLength(1)
  })

  test('cut anywhere, spliced or changed, it gives a problem', () => {
    const cases = fc.tuple(
      fc.constantFrom(...inXml),
      fc.nat(),
      fc.nat({ max: 30 }),
      fc.constantFrom('', '<', '>', '&', '<x/>', '</D:href>', ' xmlns=""', '\0'),
    )
    fc.assert(
      fc.property(cases, ([fixture, at, length, text]) => {
        const start = at % (fixture.body.length + 1)
        const body = fixture.body.slice(0, start) + text + fixture.body.slice(start + length)
        const problem = decode({ ...exchangeOf(fixture), body })
        expect(isApiProblem(problem)).toBe(true)
        expect(problem.source.warnings.filter(warning => warning.startsWith('dialect-failed'))).toEqual([])
      }),
      { numRuns: 3_000 },
    )
  })

  test('thousands of elements of any of them stay within the caps', () => {
    const tags = [
      'D:response',
      'D:propstat',
      'D:prop',
      'D:href',
      'D:x',
      'i',
      'issue',
      'Error',
      'error',
      'member',
      's:Fault',
    ]
    const roots = [
      '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:propstat><D:prop>#</D:prop><D:status>HTTP/1.1 403 x</D:status></D:propstat></D:response></D:multistatus>',
      '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href>#<D:status>HTTP/1.1 403 x</D:status></D:response></D:multistatus>',
      '<D:error xmlns:D="DAV:"><D:lock-token-submitted>#</D:lock-token-submitted></D:error>',
      '<problem xmlns="urn:ietf:rfc:7807"><errors>#</errors></problem>',
      '<OperationOutcome xmlns="http://hl7.org/fhir"><issue/>#</OperationOutcome>',
      '<errors>#</errors>',
      '<DeleteResult>#</DeleteResult>',
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>#</s:Fault></s:Body></s:Envelope>',
    ]
    for (const root of roots)
      for (const tag of tags) {
        const started = performance.now()
        const body = root.replace('#', `<${tag}>x</${tag}>`.repeat(5_000))
        const problem = decode({ status: 500, body })
        expect(problem.errors.length).toBeLessThanOrEqual(1_000)
        expect(JSON.stringify(problem).length).toBeLessThan(1_500_000)
        expect({ root, tag, fast: performance.now() - started < 3_000 }).toEqual({ root, tag, fast: true })
      }
  })
})

describe('a prefix is the sender’s', () => {
  const renamed = (body: string, from: string, to: string): string =>
    body
      .replace(new RegExp(`(</?)${from}:`, 'g'), to === '' ? '$1' : `$1${to}:`)
      .replace(new RegExp(`xmlns:${from}=`, 'g'), to === '' ? 'xmlns=' : `xmlns:${to}=`)
  const facts = ({ code, detail, errors, kind, status, dialect, partial }: ApiProblem) => ({
    ...{ code, detail, kind, status, dialect },
    partial: partial?.failed,
    errors: errors.map(({ extensions: _left, ...item }) => item),
  })
  test.each([
    ['800', 'd', 'X'],
    ['800', 'd', ''],
    ['802', 'D', ''],
    ['804', 'D', 'dav.1'],
    ['803', 's', 'sabre'],
    ['559', 'SOAP-ENV', 's'],
    ['811', 'env', 'soap12'],
    ['817', 'm', 'meta'],
  ])('%s: %s: as %s:', (id, from, to) => {
    const fixture = fixtures.find(one => one.id.startsWith(`${id}-`))
    if (fixture === undefined) throw new Error(id)
    const body = renamed(fixture.body, from, to)
    expect(body).not.toBe(fixture.body)
    expect(facts(decode({ ...exchangeOf(fixture), body }))).toEqual(facts(decode(exchangeOf(fixture))))
  })
  test('and a namespace is not: the same names elsewhere are somebody else’s', () => {
    for (const body of [
      '<error><lock-token-submitted/></error>',
      '<D:multistatus xmlns:D="urn:x"><D:response><D:status>HTTP/1.1 423 Locked</D:status></D:response></D:multistatus>',
      '<Envelope><Body><Fault><faultcode>Client</faultcode></Fault></Body></Envelope>',
      '<problem><title>No.</title></problem>',
      '<OperationOutcome><issue/></OperationOutcome>',
    ])
      expect(xmlOnly.concat('fhir')).not.toContain(decode({ status: 500, body }).dialect)
  })
})

/** What the way back changes, as the dialect's page says. */
const changes: Readonly<Record<string, string>> = {
  '808-problem-xml-400-spring': 'the type about:blank is left out',
  '809-problem-xml-409-aspnet-traceid': 'traceId comes back as requestId',
}

describe('the way back', () => {
  const encodable = inXml.filter(({ dialect }) =>
    dialects.some(one => one.id === dialect && one.fromProblem !== undefined),
  )
  const own = encodable.filter(({ dialect, status }) => xmlOnly.includes(dialect) && status >= 400)
  test.each(own.map(fixture => [fixture.id, fixture] as const))('%s comes back as it was', (_, fixture) => {
    const { wire, loss } = encode(decode(exchangeOf(fixture)), fixture.dialect as EncodableId, internal)
    // the reason of a veto becomes that of the field which tells it on
    expect(loss.filter(member => member !== 'retry')).toEqual([])
    const spaces = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (_name, one) => (typeof one === 'string' ? one.trim() : one)))
    const back = spaces(jsonOfXml(rootOf(wire.body ?? '')))
    const received = spaces(jsonOfXml(rootOf(fixture.body)))
    if (changes[fixture.id] === undefined) expect(back).toEqual(received)
    else expect(back).not.toEqual(received)
  })

  test.each(['problem-xml', 'soap', 'webdav'] as const)('what others say is said in %s, and read again', id => {
    const again = createNormalizer({ pinned: id, trust: 'peer' })
    for (const one of [
      made({ status: 404, code: 'no_such_order', detail: 'Order <7> & "8" do not exist.' }),
      made({ kind: 'unavailable', retry: { retryAfterMs: 5_000 } }),
      made({
        status: 400,
        detail: 'x\u0000\ud800y\r\n',
        extensions: { 'no name': 1, a: { b: [1, [2]] }, __proto__: 'x' },
      }),
    ]) {
      const { wire } = encode(one, id, internal)
      const back = again.decode(wire)
      expect(back).toMatchObject({ dialect: id, status: one.status })
      expect(rootOf(wire.body ?? '')).toBeDefined()
      if (one.code !== undefined) expect(back).toMatchObject({ code: one.code, detail: one.detail })
    }
  })

  test('an extension that is too deep to write does not stop the answer', () => {
    let deep: unknown = 'x'
    for (let i = 0; i < 20_000; i++) deep = { a: deep }
    for (const id of ['problem-xml', 'soap', 'webdav'] as const)
      expect(encode(made({ status: 500, extensions: { deep } }), id, internal).wire.body).toContain('<')
  })
})

describe('xmlOf', () => {
  test.each<[unknown, string]>([
    ['x', '<e>x</e>'],
    ['', '<e/>'],
    [null, '<e/>'],
    [true, '<e>true</e>'],
    [{ '@a': 1, b: ['x', ''], '#text': 't' }, '<e a="1">t<b>x</b><b/></e>'],
    [['x', 'y'], '<e>x</e><e>y</e>'],
    [{ 'no name': 1, '1': 2, '@no name': 3, '@': 4, 'a:b': 5 }, '<e><a:b>5</a:b></e>'],
    [{ '@a': '"<&>\n' }, '<e a="&quot;&lt;&amp;&gt;\n"/>'],
    [undefined, ''],
  ])('%j is %s', (value, wanted) => expect(xmlOf('e', value)).toBe(wanted))
  test('what was read is written, and read as it was', () => {
    const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }).map(text => xmlText(text).replace(/&(?:amp|lt|gt|quot|#13);/g, 'x')),
        fc.dictionary(fc.stringMatching(/^@?[a-z]{1,3}$/), tie('value') as fc.Arbitrary<unknown>, { maxKeys: 4 }),
      ),
    })).value
    fc.assert(
      fc.property(value, one => {
        const json = jsonOfXml(rootOf(xmlOf('e', one)))
        expect(jsonOfXml(rootOf(xmlOf('e', json)))).toEqual(json)
      }),
    )
    expect(xmlOf('e', 'a\u0000\ud800b\udc00\u{1f600}')).toBe('<e>a\ufffd\ufffdb\ufffd\u{1f600}</e>')
  })
})

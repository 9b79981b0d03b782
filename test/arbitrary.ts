/** Generators for the laws: bodies that a stranger may send, and problems that a service may make. */
import fc from 'fast-check'
import { type ApiProblem, kinds, type ProblemItem, problem } from '../src/index.js'
import { fixtures } from './fixtures.js'

const words = [
  'error',
  'message',
  'requestId',
  'errors',
  'meta',
  'code',
  'detail',
  'title',
  'type',
  'status',
  'exception',
  'file',
  'line',
  'trace',
  'http_status',
  'logref',
  'links',
  'field',
  'resource',
  'problem_dialects',
  '__proto__',
  'constructor',
  'toString',
  'statusCode',
  'violations',
  'invalid-params',
  'x',
]

/** Strings that trip readers: control and bidirectional characters, lone surrogates, numbers, markup, paths. */
export const oddText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\u202eabc',
    '\ud800',
    'a\r\nb: c',
    '<script>x</script>',
    '{"a":1}',
    '404',
    'Not Found',
    '422 Unprocessable Entity',
    '/a/b',
    '#/a',
    'a.0.b',
    '$.a[0]',
    '__proto__',
  ),
)

/** JSON with members that dialects look for, in any place and of any type. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    oddText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), oddText), tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value

const bodies = fixtures.map(({ body }) => body)

/** Real bodies, mutated: cut, spliced, with single characters changed. */
export const mutatedBody: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...bodies), fc.nat(), fc.nat(), oddText)
  .map(([body, a, b, text]) => {
    const at = a % (body.length + 1)
    const end = at + (b % 20)
    return a % 3 === 0 ? body.slice(0, at) : body.slice(0, at) + text + body.slice(end)
  })

const headerName = fc.constantFrom(
  'content-type',
  'Content-Type',
  'retry-after',
  'Retry-After',
  'date',
  'age',
  'ratelimit',
  'ratelimit-reset',
  'x-ratelimit-reset',
  'x-ratelimit-remaining',
  'x-request-id',
  'traceparent',
  'x-should-retry',
  'www-authenticate',
  'x-odd',
)
const headerValue = fc.oneof(
  oddText,
  fc.constantFrom(
    'application/json',
    'application/problem+json',
    'text/html',
    'text/plain; charset=utf-16',
    '5',
    '-5',
    '1e400',
    '2147484',
    '9999999999',
    '99999999999999999999999',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT',
    '1, 1',
    '"default";r=0;t=30',
    'abc',
    'false',
    'Infinity',
  ),
)

/** Anything that might be handed in as an exchange, mostly well typed. */
export const anyExchange = fc.record({
  status: fc.oneof(
    fc.integer({ min: 100, max: 620 }),
    fc.constantFrom(400, 401, 404, 422, 429, 500, 503),
    fc.constantFrom(Number.NaN, -1, 0, 1e9, 404.5),
  ),
  headers: fc.oneof(
    fc.dictionary(headerName, headerValue, { maxKeys: 6 }),
    fc.array(fc.tuple(headerName, headerValue), { maxLength: 6 }),
  ),
  body: fc.oneof(
    jsonValue.map(value => JSON.stringify(value) ?? ''),
    mutatedBody,
    oddText,
    fc.uint8Array({ maxLength: 200 }),
    fc.constant(undefined),
  ),
  receivedAt: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(Number.NaN, 1e18)),
})

const present = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined })
const defined = <A extends object>(value: A): A => {
  const out: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) if (member !== undefined) out[name] = member
  return out as A
}

/** Text outside of Unicode does not survive UTF-8, and integers beyond 2^53 are read as text: neither is in a problem of ours. */
const wellFormedJson = jsonValue.map(
  value =>
    JSON.parse((JSON.stringify(value) ?? 'null').replace(/\\ud[89a-f][0-9a-f]{2}/gi, '?'), (_key, member: unknown) =>
      typeof member === 'number' && Math.abs(member) > 1e15 ? 1 : member,
    ) as unknown,
)

const text = fc.string({ maxLength: 40 })
const link = fc.record({ rel: fc.constantFrom('help', 'about', 'status'), href: fc.webUrl() })
const extensions = fc.dictionary(fc.oneof(fc.constantFrom(...words), text), wellFormedJson, {
  maxKeys: 4,
  noNullPrototype: true,
})
const item: fc.Arbitrary<ProblemItem> = fc
  .record({
    detail: present(text),
    pointer: present(fc.oneof(fc.constantFrom('', '/a', '/a/0/b', '/a~1b', '/é'), text)),
    in: present(fc.constantFrom('body', 'query', 'path', 'header', 'cookie')),
    name: present(fc.oneof(fc.constantFrom('a.0.b', '#/a', '/a'), text)),
    code: present(text),
    resource: present(text),
    status: present(fc.constantFrom(404, 409, 500)),
    links: present(fc.array(link, { maxLength: 2 })),
    extensions: present(extensions),
  })
  .map(defined) as never

const made = fc
  .record({
    kind: fc.constantFrom(...kinds),
    type: present(fc.oneof(text, fc.webUrl())),
    title: present(text),
    detail: present(text),
    instance: present(text),
    code: present(fc.oneof(text, fc.constantFrom('Not Found', '404', 'blank'))),
    errors: present(fc.array(item, { maxLength: 4 })),
    partial: present(
      fc
        .record({
          failed: fc.nat(9),
          total: present(fc.nat(9)),
          others: fc.constantFrom('no', 'unlikely', 'unknown', 'yes'),
          succeeded: present(fc.array(fc.record({ index: fc.nat(9), entry: wellFormedJson }), { maxLength: 2 })),
        })
        .map(defined),
    ),
    userMessage: present(fc.record({ text })),
    requestId: present(text),
    traceId: present(text),
    receivedAt: present(fc.constant('2026-11-20T10:00:00Z')),
    links: present(fc.array(link, { maxLength: 2 })),
    extensions: present(extensions),
    dialect: fc.constantFrom('base', 'basker', 'laravel', 'problem-json', 'mine'),
  })
  .map(parts => problem(defined(parts) as never))

/** Problems as a service may make them, some with a cause. */
export const anyProblem: fc.Arbitrary<ApiProblem> = fc
  .tuple(made, fc.option(made, { nil: undefined }))
  .map(([one, cause]) => (cause === undefined ? one : { ...one, cause }))
  // plain JSON data, as it would be after a queue
  .map(value => JSON.parse(JSON.stringify(value)) as ApiProblem)

/**
 * What more dialects cost: the same bodies with 3, 10, 30 dialects, with all that are built in, and with 300.
 * Comes in: the module of the library and the number of rounds. Goes out: one JSON line of ratios to `JSON.parse` of the same bodies.
 * `hit` is recognised, `near miss` lacks or adds what decides, `miss` belongs to nobody, `adversarial` mixes everybody's members.
 */
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { corpora } from './corpora.mjs'

const [library, rounds] = process.argv.slice(2)
const { createNormalizer, dialects } = await import(pathToFileURL(library).href)

/** Dialects that nobody speaks: alike in kind to the built-in ones, each with members of its own and some that many have. */
const invented = Array.from({ length: 300 }, (_, i) => ({
  ...dialects.find(({ id }) => id === 'basker'),
  id: `invented-${i}`,
  shape: {
    required: { [`fault${i}`]: 'string', ...(i % 3 === 0 ? { message: 'string' } : { code: 'string' }) },
    optional: { errors: 'array', requestId: 'string' },
  },
}))

const named = ids => dialects.filter(({ id }) => ids.includes(id))
const documented = named(['base', 'basker', 'laravel'])
const others = dialects.filter(dialect => !documented.includes(dialect))
const lists = {
  3: documented,
  10: [...documented, ...others.slice(0, 7)],
  30: [...documented, ...others, ...invented].slice(0, 30),
  'all built-in': dialects,
  300: [...dialects, ...invented].slice(0, 300),
}

const parsed = (size, dialect) =>
  corpora
    .find(corpus => corpus.size === size && corpus.dialect === dialect)
    .texts.map(text => ({ text, json: JSON.parse(text) }))
const changed = (bodies, change) =>
  bodies.map(({ json }, i) => {
    const body = change(json, i)
    return { text: JSON.stringify(body), json: body }
  })

const members = [
  ...new Set(
    dialects.flatMap(({ shape }) => [shape].flat().flatMap(one => Object.keys({ ...one.required, ...one.optional }))),
  ),
]
const values = ['x', 7, true, null, { a: 1 }, ['b']]
/** Every body has other members, in another order, of other types: no table of states can hold them all. */
const mixture = i =>
  Object.fromEntries(
    Array.from({ length: 8 }, (_, k) => [
      members[(i * 7 + k * k * 13 + k) % members.length],
      values[(i + k * 3) % values.length],
    ]),
  )

const bodies = {
  hit: parsed('small', 'mixed'),
  'near miss': [
    ...changed(parsed('small', 'base'), ({ errors, ...rest }) => ({
      ...rest,
      errors: errors.map(({ error }) => error),
    })),
    ...changed(parsed('small', 'basker'), ({ error, ...rest }) => ({ ...rest, failure: error })),
  ],
  miss: parsed('small', 'unknown'),
  adversarial: Array.from({ length: 2_000 }, (_, i) => ({ json: mixture(i), text: JSON.stringify(mixture(i)) })),
}

let sink = 0
const timed = run => {
  const start = performance.now()
  run()
  return performance.now() - start
}
const headers = { 'content-type': 'application/json' }
const median = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 1]

const results = {}
for (const [kind, list] of Object.entries(bodies)) {
  const passes = Math.ceil(4_000 / list.length)
  const over = one => () => {
    for (let pass = 0; pass < passes; pass++) for (const body of list) sink += one(body)
  }
  const parse = over(({ text }) => (JSON.parse(text) === null ? 0 : 1))
  const contenders = Object.entries(lists).map(([count, dialects]) => {
    const { normalize } = createNormalizer({ dialects })
    return [count, over(({ json }) => normalize({ status: 422, headers, json }).status), []]
  })
  for (const [, run] of contenders) for (let i = 0; i < 4; i++) run()
  for (let round = 0; round < Number(rounds); round++) {
    const parseMs = timed(parse)
    for (const [, run, ratios] of contenders) ratios.push(timed(run) / parseMs)
  }
  results[kind] = Object.fromEntries(contenders.map(([count, , ratios]) => [count, median(ratios)]))
}
process.stdout.write(`${JSON.stringify({ sink: sink > 0, count: dialects.length, results })}\n`)

/**
 * One process of measurements: every contender against `JSON.parse` of the same body, interleaved, median over rounds.
 * Comes in: the module of the library and where to look for peers. Goes out: one JSON line of ratios on standard output.
 * A ratio within one round cancels what the machine does meanwhile; nanoseconds are for orientation.
 */
import { createRequire } from 'node:module'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { circumstances, corpora } from './corpora.mjs'
import { peersFrom } from './peers.mjs'

const [library, peersFolder, rounds] = process.argv.slice(2)
const { normalize } = await import(pathToFileURL(library).href)
const resolver = createRequire(`${peersFolder}/`)
const peers = await peersFrom(name => import(pathToFileURL(resolver.resolve(name)).href))

const roundMs = 1.5
let sink = 0

const timed = (run, passes) => {
  const start = performance.now()
  for (let pass = 0; pass < passes; pass++) sink += run()
  return (performance.now() - start) / passes
}

const median = values => values.sort((a, b) => a - b)[values.length >> 1]

const warmedUp = run => {
  for (const end = performance.now() + 60; performance.now() < end; ) sink += run()
  return run
}

/** Runs over one corpus; each gives back a number, so that nothing is optimised away. */
const contendersOf = ({ size, dialect, texts }) => {
  const parsed = texts.map(text => JSON.parse(text))
  const over = one => () => {
    let sum = 0
    for (let i = 0; i < texts.length; i++) sum += one(i)
    return sum
  }
  const heard = normalize({ status: 422, headers: { 'content-type': 'application/json' }, json: parsed[0] }).dialect
  if (dialect !== 'mixed' && heard !== (dialect === 'unknown' ? 'json' : dialect))
    throw new Error(`${dialect} was read as ${heard}`)
  const contenders = { parse: over(i => (typeof JSON.parse(texts[i]) === 'object' ? 1 : 0)) }
  for (const [name, { status, fields }] of Object.entries(circumstances)) {
    const headers = texts.map((_, i) => fields(i))
    contenders[`post, ${name}`] = over(i => normalize({ status, headers: headers[i], json: parsed[i] }).status)
    contenders[`fused, ${name}`] = over(i => normalize({ status, headers: headers[i], body: texts[i] }).status)
  }
  if (size !== '1,000 fields')
    for (const [name, peer] of Object.entries(peers)) contenders[name] = over(i => peer(422, parsed[i])?.status ?? 0)
  return { size, dialect, bytes: Math.round(texts.join('').length / texts.length), count: texts.length, contenders }
}

const measured = ({ size, dialect, bytes, count, contenders }) => {
  const names = Object.keys(contenders)
  const passes = {}
  for (const name of names) passes[name] = Math.max(1, Math.round(roundMs / timed(contenders[name], 3)))
  const ratios = Object.fromEntries(names.map(name => [name, []]))
  const parseMs = []
  for (let round = 0; round < Number(rounds); round++) {
    const parse = timed(contenders.parse, passes.parse)
    parseMs.push(parse)
    for (const name of names) ratios[name].push(timed(contenders[name], passes[name]) / parse)
  }
  return {
    size,
    dialect,
    bytes,
    parseNs: (median(parseMs) / count) * 1e6,
    ratios: Object.fromEntries(names.map(name => [name, median(ratios[name])])),
  }
}

// all are warm, and have seen every dialect, before the first is measured: as in a process that has been up for a while
const all = corpora.map(contendersOf)
for (const { contenders } of all) for (const run of Object.values(contenders)) warmedUp(run)
process.stdout.write(`${JSON.stringify({ sink: sink > 0, results: all.map(measured) })}\n`)

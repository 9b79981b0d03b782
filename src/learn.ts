/**
 * A first spec from a handful of responses of an API that nobody has described.
 * Comes in: exchanges. Goes out: a {@link DialectSpec} with a `$comment` on each guess and on what could not be told.
 * It says no more than the generic reader found: that one guesses names; here it is seen where in the bodies its facts stand.
 */
import { createDecoder } from './decode.js'
import type { AnyDialect } from './dialect.js'
import { dialects, fallbacks, json } from './dialects/index.js'
import { type Exchange, type Payload, readExchange } from './exchange.js'
import { defaultLimits } from './http/limits.js'
import { learnErrors } from './learn/errors.js'
import { type Places, placesOf, type Spots, spotsOf } from './learn/evidence.js'
import { signatureOf } from './learn/signature.js'
import type { ApiProblem } from './problem.js'
import { codeOf, statusOfText, textOf } from './reading.js'
import type { Said } from './said.js'
import type { DialectSpec, SpecReading } from './spec/format.js'
import { checkSpec } from './spec/grammar.js'
import { dialectFromSpec } from './spec.js'

/** @category model @since 0.1.0 */
export interface LearnOptions {
  /** The id of the new dialect. Default: `learnt`. */
  readonly id?: string
}

interface Sample {
  readonly exchange: Exchange
  readonly payload: Payload
  readonly said: Said
}

const sampleOf = (exchange: Exchange): Sample => {
  const payload = readExchange(exchange, defaultLimits)
  return { exchange, payload, said: payload.content === 'json' ? json.toProblem(payload.json, payload) : {} }
}

/** Under a status of success a body is mostly a result: where others are there, they are not looked at. */
const failed = (all: readonly Sample[]): readonly Sample[] => {
  const some = all.filter(({ payload }) => !(payload.status >= 200 && payload.status < 400))
  return some.length > 0 ? some : all
}

type Comments = Record<string, unknown>

const list = (pointers: readonly string[]): string | readonly string[] =>
  pointers.length === 1 ? (pointers[0] as string) : pointers

const statusIn = (value: unknown): string | undefined => {
  const status =
    typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599 ? value : statusOfText(value)
  return status === undefined ? undefined : String(status)
}

/** Where each role stands, as the generic reader read it. */
const readingOf = (
  samples: readonly Sample[],
  comments: Comments,
): { readonly read: SpecReading; readonly maps: readonly unknown[] } => {
  const spots: readonly Spots[] = samples.map(({ payload }) => spotsOf(payload.json))
  const places = (
    role: string,
    fact: (said: Said) => string | undefined,
    tells: (value: unknown) => string | undefined,
  ): Places => {
    const found = placesOf(
      spots,
      samples.map(({ said }) => fact(said)),
      tells,
    )
    if (found.of === 0) comments[role] = 'none of the samples says one by a name that is commonly given to it'
    else if (found.pointers.length === 0) comments[role] = `in ${found.of} samples it could not be told where it stands`
    else
      comments[role] =
        `a guess, by its name: ${found.pointers.join(', then ')} tells it in ${found.told} of ${found.of} samples`
    return found
  }
  const numbers = (pointer: string): boolean => {
    const values = spots.map(one => one[pointer]).filter(value => value !== undefined && value !== null)
    return values.length > 0 && values.every(value => typeof value === 'number')
  }
  const detail = places('detail', said => said.detail, textOf)
  const code = places('code', said => said.code, codeOf)
  const requestId = places('requestId', said => said.requestId, textOf)
  const status = places(
    'bodyStatus',
    said => (said.bodyStatus === undefined ? undefined : String(said.bodyStatus)),
    statusIn,
  )
  const links = places('links', said => said.links?.[0]?.href, textOf)
  const { errors, notes, maps } = learnErrors(
    samples.map(({ payload, said }) => ({
      body: payload.json,
      items: said.errors ?? [],
      count: said.errorCount ?? said.errors?.length ?? 0,
    })),
  )
  comments['errors'] = notes.length > 0 ? notes : 'none of the samples names individual errors'
  const read: SpecReading = {
    ...(detail.pointers.length > 0 ? { detail: list(detail.pointers) } : {}),
    ...(code.pointers.length > 0
      ? { code: code.pointers.map(pointer => (numbers(pointer) ? { pointer, type: 'number' as const } : pointer)) }
      : {}),
    ...(requestId.pointers.length > 0 ? { requestId: list(requestId.pointers) } : {}),
    ...(status.pointers.length > 0 ? { bodyStatus: list(status.pointers) } : {}),
    ...(links.pointers.length > 0 ? { links: links.pointers.map(pointer => ({ rel: 'help', pointer })) } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  }
  return { read, maps }
}

const hintOn = (name: string, value: unknown): string => {
  if (/retry|wait|reset|delay/i.test(name)) {
    if (typeof value === 'boolean') return ' (a word on retrying? see read.retryable)'
    return ' (a delay? its unit cannot be told from samples: see read.wait)'
  }
  if (/trace/i.test(name)) return ' (a trace id? see read.traceId)'
  return ''
}

/** What the spec does not read, and whether it is always the same: then it may be a sign of this API. */
const unread = (problems: readonly ApiProblem[]): readonly string[] => {
  const seen: Record<string, { count: number; readonly value: unknown; same: boolean }> = Object.create(null)
  for (const { extensions } of problems) {
    const spots = spotsOf(extensions)
    for (const pointer in spots) {
      const before = seen[pointer]
      if (before === undefined) seen[pointer] = { count: 1, value: spots[pointer], same: true }
      else {
        before.count++
        before.same &&= before.value === spots[pointer]
      }
    }
  }
  return Object.keys(seen)
    .slice(0, 30)
    .map(pointer => {
      const { count, value, same } = seen[pointer] as { count: number; value: unknown; same: boolean }
      const always = same && count === problems.length && count > 1 && !Array.isArray(value)
      const constant = always ? `, always ${String(JSON.stringify(value)).slice(0, 60)}` : ''
      return `${pointer}: in ${count} of ${problems.length}${constant}${hintOn(pointer, value)}`
    })
}

const decoderOf = (list: readonly AnyDialect[]) => createDecoder({ dialects: list, fallbacks })

/** Built-in dialects that know these bodies already. */
const known = (samples: readonly Sample[]): readonly string[] => {
  const { decode } = decoderOf(dialects)
  const counts: Record<string, number> = Object.create(null)
  for (const { exchange } of samples) {
    const { problem } = decode(exchange)
    const { rung } = problem.source
    if (rung !== 'possible') counts[`${problem.dialect} (${rung})`] = (counts[`${problem.dialect} (${rung})`] ?? 0) + 1
  }
  return Object.keys(counts).map(who => `${counts[who]} of the samples are already known as ${who}: is a spec needed?`)
}

/**
 * A spec from samples of an API's errors. It reads all that the generic reader reads from them, and claims no more than their shape
 * deserves; each guess has a `$comment`, which is to be read, mended and taken away. Exchanges without JSON are passed over; where
 * none is left, a `TypeError` says so.
 *
 * @example
 * learnSpec([{ status: 400, json: { oops: 'No.', message: 'm' } }]).read?.detail // '/message'
 * learnSpec([{ status: 502, body: '<html>' }])                                   // throws TypeError
 *
 * @category constructors
 * @since 0.1.0
 */
export const learnSpec = (exchanges: readonly Exchange[], options: LearnOptions = {}): DialectSpec => {
  const all = exchanges.map(sampleOf)
  const samples = failed(all.filter(({ payload }) => payload.content === 'json'))
  if (samples.length === 0)
    throw new TypeError(`problem-dialects: learn: none of the ${all.length} samples has a body of JSON`)
  const comments: Comments = {}
  const { read, maps } = readingOf(samples, comments)
  const { shapes, claims } = signatureOf(
    samples.map(({ payload }) => payload.json),
    body => maps.includes(body),
  )
  const draft: DialectSpec = {
    id: options.id ?? 'learnt',
    title: options.id ?? 'learnt',
    docs: '',
    verified: `learnt from ${samples.length} samples, checked by nobody`,
    shape: shapes.length === 1 ? (shapes[0] as object) : shapes,
    claims,
    read: { $comment: comments, ...read },
  }
  checkSpec(draft)
  const { decode } = decoderOf([dialectFromSpec({ ...draft, claims: { rung: 'declared', because: 'learnt' } })])
  const left = unread(samples.map(({ exchange }) => decode(exchange).problem))
  const passed = all.length - samples.length
  const $comment = [
    `Learnt from ${samples.length} samples. Every guess has a comment: read it, mend it, take it away; then fill in title, docs and verified.`,
    'No sample tells what a status or a code means: statuses and codes come from the document of the API.',
    ...(passed > 0 ? [`${passed} more samples had no JSON, or had not failed, and were passed over.`] : []),
    ...known(samples),
    ...(left.length > 0 ? ['Not read, and kept in extensions:', ...left] : []),
  ]
  return { $comment, ...draft }
}

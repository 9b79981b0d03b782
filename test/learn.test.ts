/** What is learnt from samples reads at least what the generic reader reads from them, and claims no more than it may. */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, dialectFromSpec, learnSpec } from './door.js'
import { exchangeOf, type Fixture, fixtures } from './fixtures.js'

const generic = createNormalizer({ dialects: [] })

/** What somebody would miss. */
const facts = ({ detail, code, requestId, source, links, errors }: ApiProblem) => ({
  detail,
  code,
  requestId,
  bodyStatus: source.bodyStatus,
  links,
  errors: errors.map(({ extensions: _left, name, ...item }) => ({
    ...item,
    ...(name === undefined || name === item.pointer ? {} : { name }),
  })),
})
/** Members that the generic reader did not find are more than was wanted. */
const onlyThere = (wanted: object, given: object) =>
  Object.fromEntries(Object.keys(given).flatMap(name => (name in wanted ? [] : [[name, undefined]])))
/** Is all that is said here also said there? */
const atLeast = (wanted: ReturnType<typeof facts>, given: ReturnType<typeof facts>) => ({
  ...Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, wanted[name as 'detail'] === undefined ? undefined : value]),
  ),
  links: wanted.links.length === 0 ? [] : given.links,
  errors: wanted.errors.map((item, i) => ({ ...given.errors[i], ...onlyThere(item, given.errors[i] ?? {}) })),
})

const isJson = ({ body }: Fixture): boolean => generic.explain({ status: 400, body }).content.kind === 'json'
const byDialect: Record<string, Fixture[]> = {}
for (const fixture of fixtures.filter(isJson)) (byDialect[fixture.dialect] ??= []).push(fixture)

/** Bulk responses name the element in the pointer, which no spec can say. */
const beyond = fixtures.filter(({ body }) => /^\s*\[\s*\{\s*("[^"]*":\s*\[|\})/.test(body)).map(({ id }) => id)

/** Whether the facts of the generic reader are all there, sample by sample; that the spec claims its samples is asserted. */
const check = (samples: readonly Fixture[]): readonly boolean[] => {
  const exchanges = samples.map(exchangeOf)
  const learnt = dialectFromSpec(learnSpec(exchanges))
  const { explain, decode } = createNormalizer({ dialects: [learnt], inBand: true })
  const known: boolean[] = []
  for (const [i, exchange] of exchanges.entries()) {
    const id = samples[i]?.id
    if (samples.some(({ status }) => status >= 400) && exchange.status < 400) continue
    const wanted = generic.decode(exchange)
    const given = decode(exchange)
    expect({ id, dialect: given.dialect }).toEqual({ id, dialect: 'learnt' })
    if (!beyond.includes(id ?? ''))
      known.push(isDeepStrictEqual(plain(atLeast(facts(wanted), facts(given))), plain(facts(wanted))))
    const { rung } = explain(exchange).claims.find(({ dialect }) => dialect === 'learnt') ?? {}
    if (rung === 'distinctive') expect(samples.length).toBeGreaterThanOrEqual(3)
    if (rung === 'likely') expect(samples.length).toBeGreaterThanOrEqual(2)
  }
  return known
}
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const shareOf = (known: readonly boolean[]): number => known.filter(Boolean).length / known.length

/** Trees of errors, lists within lists and codes cut out of longer words are read by rules that no spec has words for. */
describe('what is learnt reads what the generic reader reads, but for what no spec can say', () => {
  test('from each response alone', () => {
    expect(shareOf(fixtures.filter(isJson).flatMap(fixture => check([fixture])))).toBeGreaterThan(0.85)
  })
  test('from all responses of each dialect', () => {
    expect(shareOf(Object.values(byDialect).flatMap(check))).toBeGreaterThan(0.7)
  })
})

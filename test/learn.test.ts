/** What is learnt from samples reads at least what the generic reader reads from them, and claims no more than it may. */
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

const check = (samples: readonly Fixture[]): void => {
  const exchanges = samples.map(exchangeOf)
  const spec = learnSpec(exchanges)
  const learnt = dialectFromSpec(spec)
  const { explain } = createNormalizer({ dialects: [learnt], inBand: true })
  for (const [i, exchange] of exchanges.entries()) {
    const id = samples[i]?.id
    if (samples.some(({ status }) => status >= 400) && exchange.status < 400) continue
    const wanted = generic.decode(exchange)
    const given = createNormalizer({ dialects: [learnt] }).decode(exchange)
    expect({ id, dialect: given.dialect }).toEqual({ id, dialect: 'learnt' })
    if (!beyond.includes(id ?? ''))
      expect({ id, ...atLeast(facts(wanted), facts(given)) }).toEqual({ id, ...facts(wanted) })
    const { rung } = explain(exchange).claims.find(({ dialect }) => dialect === 'learnt') ?? {}
    if (rung === 'distinctive') expect(samples.length).toBeGreaterThanOrEqual(3)
    if (rung === 'likely') expect(samples.length).toBeGreaterThanOrEqual(2)
  }
}

describe('what is learnt reads at least what the generic reader reads', () => {
  test.each(fixtures.filter(isJson).map(fixture => [fixture.id, fixture] as const))('from %s alone', (_, fixture) => {
    check([fixture])
  })
  test.each(Object.keys(byDialect))('from all of %s', dialect => {
    check(byDialect[dialect] as Fixture[])
  })
})

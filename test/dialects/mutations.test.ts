/** Every member of every real response, replaced by what does not belong there: nothing throws, nothing is lost. */
import { expect, test } from 'vitest'
import { createNormalizer } from '../../src/index.js'
import { exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()
const junk: readonly unknown[] = [
  null,
  -1.5,
  '',
  [],
  {},
  [null],
  ['a', 1],
  { constructor: 'c', toString: 't' },
  JSON.parse('{"__proto__":{"x":1}}'),
  '/a/~2',
]

type Path = readonly string[]

const pathsOf = (value: unknown, path: Path = [], out: Path[] = []): Path[] => {
  out.push(path)
  if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value).slice(0, 20)) pathsOf(member, [...path, name], out)
  return out
}

const replaced = (value: unknown, [name, ...rest]: Path, by: unknown): unknown => {
  if (name === undefined) return by
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  ;(copy as Record<string, unknown>)[name] = replaced((value as Record<string, unknown>)[name], rest, by)
  return copy
}

const scalars = (value: unknown, out: string[] = []): string[] => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) scalars(member, out)
  else if (value !== null && typeof value !== 'boolean' && String(value).trim() !== '') out.push(String(value))
  return out
}

for (const fixture of fixtures.filter(({ body }) => /^\s*[[{]/.test(body)))
  test(fixture.id, () => {
    const { body: text, ...exchange } = exchangeOf(fixture)
    const body: unknown = JSON.parse(text as string)
    for (const path of pathsOf(body).slice(0, 40))
      for (const by of junk) {
        const json = replaced(body, path, by)
        const problem = decode({ ...exchange, json })
        expect(problem.source.warnings.filter(warning => warning.startsWith('dialect-failed'))).toEqual([])
        const said = scalars({ ...problem, source: { ...problem.source, rivals: [] } })
          .join('\n')
          .toLowerCase()
        for (const scalar of scalars(json))
          if (!said.includes(scalar.trim().toLowerCase())) expect({ path, by, lost: scalar }).toBe('kept')
      }
  })

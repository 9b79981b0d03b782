/** What a spec may hold: refusals say where and what, and the shipped JSON Schema says the same as the checker. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { specSchema } from '../../src/spec/grammar.js'
import { createNormalizer, dialectFromSpec } from '../door.js'

type Json = Record<string, unknown>

const sound = {
  id: 'shop',
  shape: { required: { error: 'object' } },
  claims: [{ rung: 'likely', because: 'error', when: [{ pointer: '/error/code', type: 'string' }] }],
  read: {
    detail: ['/error/message', { pointer: '/message' }],
    code: { pointer: '/error/code', type: 'number' },
    requestId: { header: 'X-Shop-Id' },
    wait: { pointer: '/error/wait', unit: 's' },
    links: [{ rel: 'help', pointer: '/error/help' }],
    errors: [
      { pointer: '/error/all', as: 'list', item: { detail: '/text', field: { pointer: '/at', path: 'loc' } } },
      { pointer: '/error/fields', as: 'map', path: 'dot', values: 'one' },
    ],
  },
  write: { constants: { '/ok': false } },
  statuses: { 429: { because: 'wait', advice: 'after-delay' } },
  codes: { sold_out: { because: 'sold out', kind: 'failed_precondition' } },
  causes: { 'a: b': { because: 'c' } },
}

/** The sound spec with one value elsewhere. */
const withAt = (path: string, value: unknown): unknown => {
  const copy = structuredClone(sound) as Json
  const names = path.split('.')
  const last = names.pop() as string
  const parent = names.reduce<Json>((at, name) => at[name] as Json, copy)
  Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true })
  return copy
}

const refusal = (spec: unknown): string => {
  try {
    dialectFromSpec(spec)
    return 'accepted'
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return (error as TypeError).message
  }
}

const cyclic: Json = { id: 'shop' }
cyclic['read'] = { detail: cyclic }

describe('a spec is refused with the pointer of the fault, what is wrong, and what was expected', () => {
  test('a sound one is not', () => {
    expect(refusal(sound)).toBe('accepted')
  })
  test.each<[unknown, string]>([
    [undefined, '"": it is no JSON; expected an object'],
    [null, '"": null is no object; expected one with $schema, id'],
    [[], '"": a list is no object'],
    ['{}', '"": "{}" is no object'],
    [cyclic, '"": it cannot be written as JSON (Converting circular structure to JSON); expected plain data'],
    [{ id: 1n }, '"": it cannot be written as JSON'],
    [() => 1, '"": it is no JSON'],
    [{}, '"": id is missing; expected id, shape, claims'],
    [{ id: 'shop', shape: {} }, '"": claims is missing'],
    [withAt('id', 'Shop'), '/id: "Shop" is no id in kebab-case'],
    [withAt('reads', {}), '/reads: unknown member (did you mean "read"?); expected $schema, id, title'],
    [withAt('__proto__', {}), '/__proto__: unknown member; expected'],
    [withAt('constructor', 1), '/constructor: unknown member; expected'],
    [withAt('a~b/c', 1), '/a~0b~1c: unknown member; expected'],
    [withAt('read.detial', '/a'), '/read/detial: unknown member (did you mean "detail"?)'],
    [withAt('read.detail', 'message'), '/read/detail: "message" is no JSON Pointer; expected "" or names'],
    [withAt('read.detail', ['/a', '/b~2']), '/read/detail/1: "/b~2" is no JSON Pointer'],
    [withAt('read.detail', '/a'.repeat(65)), '/read/detail: a pointer of 65 names; expected 64 at most'],
    [withAt('read.detail', []), '/read/detail: an empty list; expected at least one entry'],
    [withAt('read.detail', 5), '/read/detail: 5 is no object; expected one with pointer, type'],
    [withAt('read.detail', {}), '/read/detail: pointer is missing'],
    [withAt('read.detail', { header: 'a b' }), '/read/detail/header: "a b" is no name of a header field'],
    [withAt('read.code', { pointer: '/a', type: 'int' }), '/read/code/type: "int" is not known here'],
    [
      withAt('read.wait', { pointer: '/a', unit: 'sec' }),
      '/read/wait/unit: "sec" is not known here; expected "ms", "s"',
    ],
    [withAt('read.wait', { pointer: '/a', unit: 'durations' }), '(did you mean "duration"?)'],
    [withAt('read.errors', { pointer: '/a' }), '/read/errors: as is missing; expected pointer, as'],
    [
      withAt('read.errors', { pointer: '/a', as: 'lists' }),
      '/read/errors/as: "lists" is not known here (did you mean "list"?)',
    ],
    [withAt('read.errors', { pointer: '/a', as: 'list', values: 'one' }), '/read/errors/values: unknown member'],
    [
      withAt('read.errors.0.item.field', '/at'),
      '/read/errors/0/item/field: "/at" is no object; expected one with pointer, path',
    ],
    [
      withAt('read.errors.0.item.field.path', 'dots'),
      '/read/errors/0/item/field/path: "dots" is not known here (did you mean "dot"?)',
    ],
    [withAt('read.codeIsCategory', 'yes'), '/read/codeIsCategory: "yes" is no boolean'],
    [withAt('shape', []), '/shape: an empty list'],
    [withAt('shape.root', 'html'), '/shape/root: "html" is not known here; expected "object", "array"'],
    [withAt('shape.required', { a: 'text' }), '/shape/required/a: "text" is not known here; expected "string"'],
    [withAt('shape.absent', 'a'), '/shape/absent: "a" is no list; expected one'],
    [
      withAt('shape.mediaTypes', ['Text/Plain; a=b']),
      '/shape/mediaTypes/0: "Text/Plain; a=b" is no media type in lower case',
    ],
    [
      withAt('claims', { rung: 'certain', because: 'x' }),
      '/claims/rung: "certain" is not known here; expected "declared"',
    ],
    [withAt('claims', { rung: 'likely' }), '/claims: because is missing'],
    [withAt('claims', { rung: 'likely', because: '' }), '/claims/because: "" is no reason'],
    [withAt('claims.0.when', { pointer: '/a' }), '/claims/0/when: it says nothing; expected at least one of has, type'],
    [withAt('claims.0.when', { has: true }), '/claims/0/when: pointer is missing'],
    [withAt('claims.0.when', { header: 'a', pointer: '/a', has: true }), '/claims/0/when/pointer: unknown member'],
    [withAt('claims.0.when', { header: 'a', equals: 5 }), '/claims/0/when/equals: 5 is no text'],
    [withAt('claims.0.when', { pointer: '/a', equals: {} }), '/claims/0/when/equals: an object is no scalar'],
    [withAt('write', 'no'), '/write: "no" is no object; expected one with contentType, constants'],
    [withAt('write.constants', { ok: 1 }), '/write/constants/ok: "ok" is no JSON Pointer'],
    [withAt('statuses', { 42: { because: '' } }), '/statuses/42: "42" is no status of three digits'],
    [withAt('codes.sold_out.advice', 'retry'), '/codes/sold_out/advice: "retry" is not known here; expected "none"'],
    [withAt('codes.sold_out.advice', 'backof'), '(did you mean "backoff"?)'],
    [withAt('codes.sold_out.kind', 'NOT_FOUND'), '(did you mean "not_found"?)'],
    [withAt('codes.sold_out.maxAttempts', 0), '/codes/sold_out/maxAttempts: 0 is no whole number from 1 on'],
    [withAt('codes.sold_out', { kind: 'internal' }), '/codes/sold_out: because is missing'],
    [withAt('causes', { a: { because: '' } }), '/causes/a: "a" is no cause such as "code: message"'],
  ])('%#', (spec, told) => {
    const message = refusal(spec)
    expect(message).toContain(told)
    expect(message).toMatch(/^problem-dialects: spec: (""|\/)/)
    expect(message).not.toContain('\n')
  })

  test('a huge one is refused at once', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
    expect(refusal(withAt('read', deep))).toContain('it cannot be written as JSON')
    expect(refusal(withAt('x'.repeat(1_000_000), 1)).length).toBeLessThan(500)
    expect(refusal(withAt('read.detail', 'x'.repeat(1_000_000))).length).toBeLessThan(300)
  })

  test('comments stand anywhere and hold anything', () => {
    for (const path of ['$comment', 'shape.$comment', 'read.$comment', 'read.wait.$comment', 'claims.0.$comment'])
      expect(refusal(withAt(path, { detail: ['in 3 of 3'] }))).toBe('accepted')
  })

  test('a spec is copied: what becomes of it later is of no matter', () => {
    const given = structuredClone(sound) as Json
    const { decode } = createNormalizer({ dialects: [dialectFromSpec(given)] })
    const before = decode({ status: 400, json: { error: { code: 'c', message: 'm' } } })
    for (const name of Object.keys(given)) delete given[name]
    expect(decode({ status: 400, json: { error: { code: 'c', message: 'm' } } })).toEqual(before)
  })
})

/** As much of JSON Schema as the format uses. */
const fits = (schema: Json, value: unknown, root: Json): boolean => {
  const all = Object.entries(schema).every(([keyword, given]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    const names = isObject ? Object.keys(value) : []
    switch (keyword) {
      case '$ref':
        return fits((root['$defs'] as Json)[String(given).replace('#/$defs/', '')] as Json, value, root)
      case 'type':
        return ([] as unknown[]).concat(given).some(type => {
          if (type === 'integer') return Number.isInteger(value)
          if (type === 'null') return value === null
          if (type === 'array') return Array.isArray(value)
          return type === 'object' ? isObject : typeof value === type
        })
      case 'enum':
        return (given as unknown[]).includes(value)
      case 'pattern':
        return typeof value !== 'string' || new RegExp(given as string, 'u').test(value)
      case 'minimum':
        return typeof value !== 'number' || value >= (given as number)
      case 'minItems':
        return !Array.isArray(value) || value.length >= (given as number)
      case 'items':
        return !Array.isArray(value) || value.every(one => fits(given as Json, one, root))
      case 'anyOf':
        return (given as Json[]).some(one => fits(one, value, root))
      case 'required':
        return !isObject || (given as string[]).every(name => names.includes(name))
      case 'propertyNames':
        return names.every(name => fits(given as Json, name, root))
      case 'properties':
        return names.every(
          name =>
            !Object.keys(given as Json).includes(name) ||
            fits((given as Json)[name] as Json, (value as Json)[name], root),
        )
      case 'additionalProperties': {
        const known = Object.keys((schema['properties'] as Json) ?? {})
        return names.every(
          name => known.includes(name) || (given !== false && fits(given as Json, (value as Json)[name], root)),
        )
      }
      default:
        return (
          ['$schema', '$defs', 'title', 'description'].includes(keyword) || expect.fail(`unknown keyword ${keyword}`)
        )
    }
  })
  return all
}

describe('the JSON Schema that is shipped', () => {
  const file = 'docs/dialect-spec.schema.json'
  const made = `${JSON.stringify(specSchema(), null, 2)}\n`
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, made)
  const shipped = JSON.parse(readFileSync(file, 'utf8')) as Json

  test('is made from the checker', () => {
    expect(`${JSON.stringify(shipped, null, 2)}\n`).toBe(made)
  })

  test('says the same of specs that are sound, and of specs that are not', () => {
    const folder = 'test/specs'
    const specs = [sound, ...readdirSync(folder).map(name => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))]
    const paths = (value: unknown, before: readonly string[] = []): string[][] =>
      typeof value === 'object' && value !== null
        ? [[...before], ...Object.entries(value).flatMap(([name, one]) => paths(one, [...before, name]))]
        : [[...before]]
    const odd = fc.constantFrom<unknown>(
      null,
      5,
      1.5,
      '',
      'x',
      '/a',
      '/~',
      true,
      [],
      {},
      ['/a'],
      [5],
      { a: 1 },
      { pointer: '/a' },
      { header: 'h' },
      'list',
      'map',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...specs),
        fc.nat(),
        odd,
        fc.constantFrom('replace', 'add', 'drop'),
        (spec, at, value, how) => {
          const all = paths(spec)
          const path = [...(all[at % all.length] as string[])]
          const last = path.pop()
          const copy = structuredClone(spec) as Json
          if (last !== undefined) {
            const parent = path.reduce<Json>((json, name) => json[name] as Json, copy)
            if (how === 'replace') parent[last] = value
            else if (how === 'add' && !Array.isArray(parent)) parent[`${last}x`] = value
            else if (Array.isArray(parent)) parent.splice(Number(last), 1)
            else delete parent[last]
          }
          const message = refusal(copy)
          expect({ message, fits: fits(shipped, copy, shipped) }).toEqual({ message, fits: message === 'accepted' })
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test('names what the types name', () => {
    const text = readFileSync('src/spec/format.ts', 'utf8')
    const named = (type: string): string[] =>
      [
        ...(new RegExp(`interface ${type}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? '').matchAll(
          /readonly (\$?\w+)\??:/g,
        ),
      ].map(([, name = '']) => name)
    const parts = shipped['$defs'] as Readonly<Record<string, Json>>
    const propertiesOf = (schema: Json): string[] => [
      ...new Set([
        ...Object.keys((schema['properties'] as Json) ?? {}),
        ...((schema['anyOf'] as Json[]) ?? []).flatMap(propertiesOf),
      ]),
    ]
    const names = (schema: Json): string[] =>
      propertiesOf(schema)
        .filter(name => name !== '$comment')
        .sort()
    expect(names(shipped)).toEqual(named('DialectSpec').sort())
    for (const [part, type] of [
      ['read', 'SpecReading'],
      ['item', 'SpecItem'],
      ['errors', 'SpecErrors'],
      ['claim', 'SpecClaim'],
      ['condition', 'SpecCondition'],
      ['link', 'SpecLink'],
      ['field', 'SpecField'],
      ['write', 'SpecWriting'],
    ] as const)
      expect([part, names(parts[part] as Json)]).toEqual([part, named(type).sort()])
  })
})

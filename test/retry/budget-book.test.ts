import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictBudget } from '../../src/retry/budget.js'
import { budgetBook, budgetKeys } from '../../src/retry/budget-book.js'

const spend = (book: ReturnType<typeof budgetBook>, key: string, times = 10) =>
  Array.from({ length: times }, () => book.step([key], 'retry')).filter(Boolean).length

describe('a book of budgets', () => {
  it('has one for each key: a server that fails takes nothing from the others', () => {
    const book = budgetBook()
    expect([spend(book, 'a', 12), spend(book, 'b', 3)]).toEqual([10, 3])
    expect([book.of(['a']).tokens, book.of(['b']).tokens, book.of(['c']).tokens]).toEqual([0, 7, 10])
    for (let i = 0; i < 5; i++) book.step(['a'], 'success')
    expect([book.step(['a'], 'retry'), book.step(['a'], 'retry')]).toEqual([true, false])
  })
  it('has the policy that it was given', () => expect(budgetBook(strictBudget).of(['a']).policy).toEqual(strictBudget))
  it('keeps the keys last used, and forgets what was used before all of them', () => {
    const book = budgetBook(undefined, { maxKeys: 3 })
    for (const key of ['a', 'b', 'c']) spend(book, key)
    for (const key of ['d', 'a', 'e', 'f']) spend(book, key, 1)
    expect(['a', 'd', 'e', 'f'].map(key => book.of([key]).tokens)).toEqual([0, 9, 9, 9])
    expect(['b', 'c'].map(key => book.of([key]).tokens)).toEqual([10, 10])
  })
  it('never forgets one of the last maxKeys, and never holds more than twice as many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat({ max: 20 }), { maxLength: 120 }),
        (maxKeys, uses) => {
          const book = budgetBook({ tokens: 1_000, refillPerSuccess: 0 }, { maxKeys })
          const spent: number[] = Array(21).fill(0)
          for (const key of uses) {
            book.step([String(key)], 'retry')
            spent[key] = (spent[key] ?? 0) + 1
          }
          const recent = [...new Set([...uses].reverse())].slice(0, maxKeys)
          for (const key of recent) expect(book.of([String(key)]).tokens).toBeLessThan(1_000)
          const held = spent.filter((_, key) => book.of([String(key)]).tokens < 1_000).length
          expect(held).toBeLessThanOrEqual(2 * maxKeys)
        },
      ),
      { numRuns: 500 },
    )
  })
  it('does not forget what is spent while it is asked for', () => {
    const book = budgetBook(undefined, { maxKeys: 2 })
    spend(book, 'a')
    for (let i = 0; i < 100; i++)
      expect([book.step(['a'], 'retry'), book.step([`other ${i}`], 'retry')]).toEqual([false, true])
  })
  it('takes any text as a key, and cuts a long one', () => {
    const book = budgetBook()
    for (const key of ['__proto__', 'constructor', '7', '', '\u0000'])
      expect([key, spend(book, key, 11)]).toEqual([key, 10])
    expect(spend(book, 'x'.repeat(1e6), 4) + spend(book, 'x'.repeat(300), 10)).toBe(10)
  })
  it.each([0, -1, 1.5, Number.NaN, '9'])('is refused for %j keys', maxKeys =>
    expect(() => budgetBook(undefined, { maxKeys: maxKeys as number })).toThrow(TypeError),
  )
})

describe('who pays', () => {
  it('is the server, and the client as well where the limit is its own', () => {
    expect(budgetKeys('client', 's', 'c')).toEqual(['s', 's for c'])
    for (const keys of [budgetKeys('origin', 's', 'c'), budgetKeys('request', 's', 'c'), budgetKeys('client', 's')])
      expect(keys).toEqual(['s'])
  })
  it('is all of them or none', () => {
    const book = budgetBook({ tokens: 2, refillPerSuccess: 0 })
    expect(['c', 'c', 'c'].map(client => book.step(budgetKeys('client', 's', client), 'retry'))).toEqual([
      true,
      true,
      false,
    ])
    const other = budgetBook({ tokens: 2, refillPerSuccess: 0 })
    spend(other, 's for c', 2)
    expect(other.step(budgetKeys('client', 's', 'c'), 'retry')).toBe(false)
    expect([other.of(['s']).tokens, other.of(['s', 's for c']).tokens]).toEqual([2, 0])
    expect(other.step(budgetKeys('client', 's', 'd'), 'retry')).toBe(true)
  })
  it('bounds what one server gets, whoever sends it', () => {
    const event = fc.tuple(
      fc.constantFrom('retry' as const, 'success' as const),
      fc.constantFrom('client' as const, 'origin' as const),
      fc.nat({ max: 50 }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), events => {
        const book = budgetBook()
        let [retries, successes] = [0, 0]
        for (const [what, scope, client] of events) {
          const allowed = book.step(budgetKeys(what === 'success' ? 'client' : scope, 's', `c${client}`), what)
          if (what === 'success') successes += 1
          else if (allowed) retries += 1
        }
        expect(retries * 5).toBeLessThanOrEqual(50 + successes)
      }),
      { numRuns: 2_000 },
    )
  })
})

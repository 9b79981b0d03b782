import { describe, expect, test } from 'vitest'
import { dialects, statusOf, statusRows } from '../../src/index.js'
import { ran, ranJson } from './world.js'

describe('status', () => {
  test('without a code prints every row of the registry', async () => {
    const { code, out } = await ran(['status'])
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n')).toHaveLength(statusRows.length + 1)
    expect(out).toMatch(/^429 {3}Too Many Requests +resource_exhausted +after-delay +3 +RFC 6585/m)
    expect(await ranJson(['status'])).toEqual(JSON.parse(JSON.stringify(statusRows)))
  })

  test('with a code prints the row and the own word of each dialect', async () => {
    const { code, out } = await ran(['status', '429'])
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toBe('429 Too Many Requests')
    for (const line of [
      /^ {2}defined by +RFC 6585 .*\(registered with IANA\)$/m,
      /^ {2}kind +resource_exhausted$/m,
      /^ {2}advice +after-delay: Wait as long as the server asks, then send it again\.$/m,
      /^ {2}attempts +3 in all$/m,
      /^ {2}Retry-After +honoured/m,
      /^ {4}Wait for the duration in Retry-After, then retry$/m,
    ])
      expect(out).toMatch(line)
    for (const { id, statuses } of dialects)
      expect(new RegExp(`^ {2}${id}$`, 'm').test(out)).toBe(statuses?.[429] !== undefined)
  })

  test('with a dialect says only what that one says', async () => {
    const { out } = await ran(['status', '500', '--dialect', 'basker'])
    expect(out).toContain('  basker\n    Unexpected server-side failure\n')
    expect(out).not.toMatch(/^ {2}(laravel|base)$/m)
    expect(await ranJson(['status', '500', '--dialect', 'basker'])).toMatchObject({
      retry: { because: expect.stringMatching(/^Basker Partners API: Retry once/) },
      dialects: { basker: { advice: 'once' } },
    })
  })

  test('knows the class of a code that is in no table', async () => {
    expect((await ran(['status', '472'])).out).toContain('not registered')
    expect(await ranJson(['status', '472'])).toEqual({ ...JSON.parse(JSON.stringify(statusOf(472))), dialects: {} })
  })

  test.each(['abc', '40', '4040', '-1', '0404', '4e2', ' 404', '٤٠٤'])('refuses the code %j', async given => {
    const { code, out, err } = await ran(['status', '--', given])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe(`problem-dialects: "${given}" is no status code: three digits are expected\n`)
  })
})

describe('dialects', () => {
  test('lists each with what it can do', async () => {
    const { out } = await ran(['dialects'])
    expect(out.trimEnd().split('\n')).toHaveLength(dialects.length + 1)
    for (const { id, fromProblem } of dialects)
      expect(out).toMatch(new RegExp(`^${id} .* ${fromProblem === undefined ? 'decode only' : 'decode, encode'} `, 'm'))
  })

  test('with an id prints shape, codes and statuses', async () => {
    const { out } = await ran(['dialects', 'basker'])
    expect(out.split('\n')[0]).toBe('basker — Basker Partners API')
    expect(out).toContain('  required: error: string, message: string\n')
    expect(out).toContain('\nCodes\n  Missing tenant\n')
    expect(out).toContain('\nStatuses\n')
    expect(out).toContain('    => once, 2 attempts\n')
  })

  test('gives the same as JSON', async () => {
    const all = await ranJson(['dialects'])
    expect(all.map(({ id }: { id: string }) => id)).toEqual(dialects.map(({ id }) => id))
    expect(await ranJson(['dialects', 'basker'])).toMatchObject({ id: 'basker', encodes: true, statuses: { 401: {} } })
  })

  test.each([
    [['dialects', 'larvel'], '(did you mean laravel?)'],
    [['status', '404', '--dialect', 'Basker'], '(did you mean basker?)'],
    [['explain', '--dialect', 'problemjson'], '(did you mean problem-json?)'],
    [['explain', '--dialect', 'zzzzzzzzzzzz'], '"zzzzzzzzzzzz"; known are '],
    [['dialects', '__proto__'], '"__proto__"; known are '],
  ])('refuses an id that nobody has: %j', async (args, hint) => {
    const { code, out, err } = await ran(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(hint)
    for (const { id } of dialects) expect(err).toContain(id)
    expect(err.match(/\n/g)).toHaveLength(1)
  })
})

describe('the arguments', () => {
  test.each([
    [['explode'], "unknown command 'explode' (Did you mean explain?)"],
    [['explain', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['explain', '--dialect'], "option '--dialect <id>' argument missing"],
    [['status', '404', '405'], "too many arguments for 'status'. Expected 1 argument but got 2."],
  ])('%j are refused in one line', async (args, reason) => {
    expect(await ran(args)).toEqual({ code: 2, out: '', err: `problem-dialects: ${reason}\n` })
  })

  test.each([[[]], [['--']]])('that name no command are told in one line how to get help: %j', async args => {
    const err =
      'problem-dialects: which command? explain, status, dialects or learn: problem-dialects --help says more\n'
    expect(await ran(args)).toEqual({ code: 2, out: '', err })
  })

  test('ask for help with examples', async () => {
    const { code, out, err } = await ran(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('curl -si https://api.example.com/orders/7 | problem-dialects explain')
  })

  test('ask for the version', async () => {
    expect(await ran(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' })
  })
})

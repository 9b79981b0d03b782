import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { built, clear } from './snippets.js'

interface Run {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

const run = (file: string): Promise<Run> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 })
    let out = ''
    let error = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    child.stderr.on('data', chunk => {
      error += chunk
    })
    child.on('close', code => resolve({ code, out, error }))
  })

describe('npm run demo', () => {
  const source = readFileSync('docs/examples/demo.mjs', 'utf8')
  let runs: readonly Run[] = []
  beforeAll(async () => {
    const [file = ''] = await built([source], 'demo')
    runs = await Promise.all([run(file), run(file)])
  }, 30_000)
  afterAll(clear)

  test('stops by itself, without a word on the error stream', () => {
    expect(runs.map(({ code, error }) => ({ code, error }))).toEqual(Array(2).fill({ code: 0, error: '' }))
  })

  test('is reached from this machine only, on a port that was free', () => {
    expect(source.match(/\.listen\(.*?\)/g)).toEqual([".listen(0, '127.0.0.1')"])
  })

  test('prints the same every time', () => {
    expect(runs[0]?.out).toBe(runs[1]?.out)
    expect(runs[0]?.out).not.toMatch(/127\.0\.0\.1|localhost|\d{4}-\d\d-\d\dT/)
  })

  test('shows each upstream and what it means', () => {
    const answers = [
      ...(runs[0]?.out ?? '').matchAll(/── (\w+) answers (\d+)\n([\s\S]*?)── which is\n([\s\S]*?)\n {3}because: /g),
    ]
    const read = answers.map(([, name, status, , shown = '']) => {
      const { kind, code, errors, requestId, dialect, retry } = JSON.parse(shown)
      const fields = errors.map(({ pointer }: { pointer?: string }) => pointer)
      return { name, status, kind, code, fields, requestId, dialect, retry }
    })
    expect(read).toEqual([
      {
        name: 'Basker',
        status: '500',
        kind: 'internal',
        code: 'Server Error',
        fields: [],
        requestId: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
        dialect: 'basker',
        retry: { advice: 'once', maxAttempts: 2 },
      },
      {
        name: 'Base',
        status: '422',
        kind: 'invalid_argument',
        code: 'blank',
        fields: ['/data/last_name'],
        requestId: 'b4bce554-8df2-48b1-9f68-a88e741463f0',
        dialect: 'base',
        retry: { advice: 'fix-request', maxAttempts: 1 },
      },
      {
        name: 'Laravel',
        status: '422',
        kind: 'invalid_argument',
        fields: ['/email', '/email', '/amount'],
        dialect: 'laravel',
        retry: { advice: 'fix-request', maxAttempts: 1 },
      },
      {
        name: 'Laravel',
        status: '429',
        kind: 'resource_exhausted',
        fields: [],
        dialect: 'laravel',
        retry: { advice: 'after-delay', maxAttempts: 3, retryAfterMs: 7000 },
      },
    ])
    for (const [, , , upstream = ''] of answers) expect(() => JSON.parse(upstream)).not.toThrow()
  })

  test('decides by the method: what is harmless may go out again', () => {
    expect(runs[0]?.out.match(/after a first .*/g)).toEqual([
      'after a first GET: {"action":"resend","delayMs":50}',
      'after a first POST: {"action":"stop","reason":"may-have-been-applied"}',
      'after a first GET: {"action":"stop","reason":"fix-request"}',
      'after a first POST: {"action":"stop","reason":"fix-request"}',
      'after a first GET: {"action":"stop","reason":"fix-request"}',
      'after a first POST: {"action":"stop","reason":"fix-request"}',
      'after a first GET: {"action":"resend","delayMs":7350}',
      'after a first POST: {"action":"stop","reason":"may-have-been-applied"}',
    ])
  })
})

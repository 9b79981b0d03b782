/** The program in a world of its own. Comes in: arguments, standard input, what differs. Goes out: what it wrote, and its exit code. */
import { readFileSync } from 'node:fs'
import { run, type World } from '../../src/cli/run.js'

export const capturePath = (name: string): string => `test/cli/captures/${name}`
export const capture = (name: string): Buffer => readFileSync(new URL(`./captures/${name}`, import.meta.url))

/** The instant at which the captures were made, and a little more. */
export const now = Date.UTC(2026, 10, 21, 12, 24, 0)

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const ran = async (
  args: readonly string[],
  stdin: string | Uint8Array = '',
  differs: Partial<World> = {},
): Promise<Ran> => {
  let out = ''
  let err = ''
  const code = await run(args, {
    stdin: pieces(typeof stdin === 'string' ? Buffer.from(stdin) : stdin),
    isTTY: { stdin: false, stdout: false, stderr: false },
    env: {},
    now: () => now,
    version: '1.2.3',
    out: async text => {
      out += text
    },
    err: async text => {
      err += text
    },
    ...differs,
  })
  return { code, out, err }
}

// biome-ignore lint/suspicious/noExplicitAny: what a test expects of a document says more than its type
export const ranJson = async (args: readonly string[], stdin: string | Uint8Array = ''): Promise<any> => {
  const { code, out, err } = await ran([...args, '--json'], stdin)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

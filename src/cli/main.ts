#!/usr/bin/env node
/**
 * The command `problem-dialects` in the real world: process, clock, terminal.
 * Comes in: the process. Goes out: its exit code.
 * This room decides nothing.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.js'

/** The manifest of this package, wherever the build has put this file: the nearest one that has a version. */
const versionAbove = (folder: string): string => {
  const path = join(folder, 'package.json')
  const version: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : undefined
  if (typeof version === 'string') return version
  return dirname(folder) === folder ? 'unknown' : versionAbove(dirname(folder))
}

const writing = (stream: NodeJS.WriteStream) => (text: string) =>
  new Promise<void>(written => {
    // also called where it failed: then the listener below ends the program
    stream.write(text, () => written())
  })

for (const stream of [process.stdout, process.stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // a reader that has seen enough (`| head`) is no failure
    if (code === 'EPIPE') process.exit()
    process.stderr.write(`problem-dialects: the output cannot be written (${code})\n`, () => process.exit(2))
  })

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  isTTY: {
    stdin: process.stdin.isTTY === true,
    stdout: process.stdout.isTTY === true,
    stderr: process.stderr.isTTY === true,
  },
  env: process.env,
  now: Date.now,
  version: versionAbove(dirname(fileURLToPath(import.meta.url))),
  out: writing(process.stdout),
  err: writing(process.stderr),
})

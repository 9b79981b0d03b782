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

// a reader that has seen enough (`| head`) is no failure
for (const stream of [process.stdout, process.stderr])
  stream.on('error', error => {
    if ((error as { readonly code?: unknown }).code !== 'EPIPE') throw error
    process.exit()
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
  out: text => {
    process.stdout.write(text)
  },
  err: text => {
    process.stderr.write(text)
  },
})

/**
 * The real responses of the test kit, in compact form.
 * Comes in: the fixtures of this repository, read in a checkout only: the build puts their data in the place of this module.
 * Goes out: one list. This room knows no dialect beyond its name.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** One real response. @category model @since 0.1.0 */
export interface CorpusResponse {
  /** Number, who speaks, and what it shows. */
  readonly id: string
  /** The dialect that reads it. */
  readonly dialect: string
  readonly status: number
  /** The machine code that it says, if any. */
  readonly code?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly request?: { readonly method: string; readonly url: string }
}

/** Families whose fixtures are told apart more finely than our dialects. */
const aliases: Readonly<Record<string, string>> = {
  problem: 'problem-json',
  aspnet: 'problem-json',
  odata: 'azure',
  'aws-json': 'aws',
  generic: 'json',
  koa: 'text',
  express: 'html',
}

/** The dialect that is to read a response of the corpus: its own, or where we have none, the generic reader. */
export const dialectOf = ({ dialect, body }: { readonly dialect: string; readonly body: string }): string =>
  dialect === 'express' && body.startsWith('{') ? 'json' : (aliases[dialect] ?? dialect)

const folder = 'test/fixtures'

const compact = (text: string): CorpusResponse => {
  const { id, dialect, status, headers, body, request, expect } = JSON.parse(text)
  const code: unknown = expect.code
  return {
    id,
    dialect: dialectOf({ dialect, body }),
    status,
    ...(typeof code === 'string' ? { code } : {}),
    headers,
    body,
    ...(request === undefined ? {} : { request }),
  }
}

/** All of them, in the order of their numbers. @category model @since 0.1.0 */
export const corpus: readonly CorpusResponse[] = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .sort()
  .map(name => compact(readFileSync(`${folder}/${name}`, 'utf8')))

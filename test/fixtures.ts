/** Real responses with what a careful human reads from them. Comes in: test/fixtures. Goes out: exchanges and expectations. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Exchange } from '../src/index.js'

export interface ExpectedField {
  readonly path: string
  readonly message?: string
  readonly code?: string
  readonly in?: string
}

export interface Fixture {
  readonly id: string
  readonly dialect: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly request?: { readonly method: string; readonly url: string }
  readonly expect: {
    readonly message?: string
    readonly code?: string
    readonly requestId?: string
    readonly retryAfterMs?: number
    readonly fields: readonly ExpectedField[]
  }
  /** Dialects that really send the same bytes: the facts are asserted, not the winner. */
  readonly ambiguousWith?: readonly string[]
  /** The software behind a page or text of an intermediary. */
  readonly product?: string
  readonly answeredBy?: 'intermediary'
}

const folder = new URL('./fixtures/', import.meta.url)

export const fixtures: readonly Fixture[] = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .sort()
  .map(name => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Fixture)

export { dialectOf } from '../src/testing/corpus.js'

export const exchangeOf = ({ status, headers, body, request }: Fixture): Exchange => ({
  status,
  headers,
  body,
  ...(request === undefined ? {} : { request }),
})

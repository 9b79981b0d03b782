import type { RetryOptions } from '../../src/integrations/client.js'

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The body ends before it should. */
  readonly truncated?: boolean
}

export interface Sent {
  readonly url: string
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly options?: RetryOptions
}

export type Client = (sent: Sent) => Promise<{ readonly status?: number; readonly statusCode?: number }>

export declare const serve: (...answers: readonly (Answer | 'reset' | 'hang')[]) => Promise<{
  readonly url: string
  readonly requests: readonly {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly url: string
  }[]
  readonly close: () => Promise<void>
}>
export declare const withoutWaiting: <A>(
  run: () => Promise<A>,
  server?: { readonly requests: readonly unknown[] },
) => Promise<{
  readonly outcome: { readonly value?: A; readonly error?: unknown }
  readonly waits: readonly number[]
  readonly resent: readonly { readonly waitMs: number; readonly until: number }[]
}>
export declare const peers: Readonly<Record<string, Client>>
export declare const ours: (modules: Readonly<Record<string, object>>) => Readonly<Record<string, Client>>

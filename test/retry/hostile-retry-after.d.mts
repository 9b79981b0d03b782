import type { RetryOptions } from '../../src/integrations/client.js'
import type { Client } from './clients.mjs'

export declare const values: readonly string[]
export declare const measure: (
  client: Client,
  name: string,
  options?: RetryOptions,
) => Promise<{ readonly resent: number; readonly waitMs?: number; readonly early: number; readonly atOnce: number }>

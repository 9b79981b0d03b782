/**
 * The command `learn`: responses in, a dialect file out.
 * Comes in: inputs, each with its name. Goes out: a spec as JSON, or an {@link InputError} that says what was missing.
 * This room knows no file and nothing of the format.
 */
import { type Exchange, learnSpec } from '../index.js'
import { type Input, InputError } from './entry.js'

/** All responses of an input; entries that never got one teach nothing. @category decoding @since 0.1.0 */
export const exchangesOf = async (
  { entries }: Input,
  refuse: (error: InputError) => Promise<void>,
): Promise<readonly Exchange[]> => {
  const exchanges: Exchange[] = []
  for await (const entry of entries) {
    if (entry instanceof InputError) await refuse(entry)
    else if (entry.exchange !== undefined) exchanges.push(entry.exchange)
  }
  return exchanges
}

/** The dialect file that these responses teach. @category encoding @since 0.1.0 */
export const learnt = (exchanges: readonly Exchange[], id: string | undefined): string => {
  try {
    return `${JSON.stringify(learnSpec(exchanges, id === undefined ? {} : { id }), null, 2)}\n`
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new InputError(error.message.replace(/^problem-dialects: /, ''))
  }
}

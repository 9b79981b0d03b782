/**
 * The program: arguments in, text and an exit code out.
 * Comes in: arguments and a world (streams, clock, environment) that tests can replace. Exit codes: 0 done, whatever the
 * problem; 2 the arguments or the input cannot be read, told in one line on stderr.
 * This room knows the commands and nothing of what they say.
 */
import { createReadStream } from 'node:fs'
import { CommanderError } from 'commander'
import { createNormalizer, type Exchange } from '../index.js'
import { dialectsAnswer, statusAnswer, statusCode } from './answer.js'
import { createParser, type Options } from './arguments.js'
import { withFiles } from './dialect-file.js'
import { type Input, InputError } from './entry.js'
import { explainInput } from './explain.js'
import { knownDialect } from './known-dialect.js'
import { exchangesOf, learnt } from './learn.js'
import { createProgress } from './progress.js'
import { readBytes } from './read-bytes.js'
import { readInput } from './read-input.js'
import { painter, shown } from './terminal.js'

/** What the program touches. @category model @since 0.1.0 */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array>
  /** Which of the streams are a terminal. */
  readonly isTTY: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  readonly version: string
  /** Resolves when the text is written: a slow reader slows the program down. */
  readonly out: (text: string) => Promise<void>
  readonly err: (text: string) => Promise<void>
}

/**
 * Runs the program, and says how it ended. It never throws for what a person typed or handed in.
 *
 * @example
 * await run(['status', '404'], world)       // 0
 * await run(['explain', 'no-such-file'], world) // 2
 *
 * @category integrations
 * @since 0.1.0
 */
export const run = async (args: readonly string[], world: World): Promise<number> => {
  const paint = painter(world.isTTY.stdout && (world.env['NO_COLOR'] ?? '') === '')
  const progress = createProgress(world.isTTY.stderr ? world.err : undefined)
  let code = 0
  const refuse = (text: string): Promise<void> => {
    code = 2
    return world.err(`problem-dialects: ${shown(text, 2_000)}\n`)
  }

  /** Reads one input, of a file or standard input, and does something with it; what is wrong with it is told with its name. */
  const withInput = async (
    file: string | undefined,
    options: Options,
    use: (input: Input, refuseEntry: (error: InputError) => Promise<void>) => Promise<void>,
  ): Promise<void> => {
    const status = options.status === undefined ? undefined : statusCode(options.status)
    const fromStdin = file === undefined || file === '-'
    const where = fromStdin ? '' : `${file}: `
    if (fromStdin && world.isTTY.stdin)
      throw new InputError(
        'nothing to read: give a file, or pipe a response in (curl -si … | problem-dialects explain)',
      )
    try {
      const bytes = await readBytes(fromStdin ? world.stdin : createReadStream(file))
      await use(readInput(bytes, { status }), error => {
        progress.clear()
        return refuse(`${where}${error.message}`)
      })
    } catch (error) {
      progress.clear()
      throw error instanceof InputError ? new InputError(`${where}${error.message}`) : error
    }
  }

  const explain = async (file: string | undefined, options: Options): Promise<void> => {
    const known = withFiles(options.dialectFile)
    const pinned = options.dialect === undefined ? {} : { pinned: knownDialect(options.dialect, known).id }
    const normalizer = createNormalizer({ ...pinned, dialects: known, inBand: options.inBand ?? false })
    await withInput(file, options, (input, refuseEntry) =>
      explainInput(input, normalizer, {
        json: options.json === true,
        paint,
        now: world.now(),
        out: text => {
          progress.clear()
          return world.out(text)
        },
        progress: progress.after,
        refuse: refuseEntry,
      }),
    )
  }

  const learn = async (files: readonly string[], options: Options): Promise<void> => {
    const exchanges: Exchange[] = []
    for (const file of files.length === 0 ? [undefined] : files)
      await withInput(file, options, async (input, refuseEntry) => {
        for (const exchange of await exchangesOf(input, refuseEntry)) exchanges.push(exchange)
      })
    await world.out(learnt(exchanges, options.id))
  }

  const parser = createParser({
    version: world.version,
    out: world.out,
    refuse,
    explain,
    status: (code, options) => world.out(statusAnswer(code, options, paint)),
    dialects: (id, options) => world.out(dialectsAnswer(id, options, paint)),
    learn,
  })
  try {
    await parser.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof InputError) await refuse(error.message)
    else if (!(error instanceof CommanderError)) throw error
    else if (error.exitCode !== 0 && error.code === 'commander.help')
      await refuse('which command? explain, status, dialects or learn: problem-dialects --help says more')
    else if (error.exitCode !== 0) code = 2
  }
  return code
}

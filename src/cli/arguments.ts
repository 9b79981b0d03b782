/**
 * The grammar of the command line: commands, options, help.
 * Comes in: what to do for each command. Goes out: a parser that does it.
 * This room knows no input and prints nothing but help.
 */
import { Command, Option } from 'commander'

/** @category model @since 0.1.0 */
export interface Options {
  readonly json?: true
  readonly dialect?: string
  readonly status?: string
  readonly inBand?: true
  /** Files with dialects of one's own. */
  readonly dialectFile?: readonly string[]
  readonly id?: string
  readonly envoy?: true
}

/** @category model @since 0.1.0 */
export interface Actions {
  readonly version: string
  readonly out: (text: string) => void
  /** Told what was wrong with the arguments, in one line. */
  readonly refuse: (text: string) => void
  readonly explain: (file: string | undefined, options: Options) => Promise<void>
  readonly status: (code: string | undefined, options: Options) => Promise<void>
  readonly dialects: (id: string | undefined, options: Options) => Promise<void>
  readonly learn: (files: readonly string[], options: Options) => Promise<void>
}

const examples = `
Examples:
  $ curl -si https://api.example.com/orders/7 | problem-dialects explain
  $ printf 'HTTP/1.1 503 Service Unavailable\\nRetry-After: 30\\n\\n' | problem-dialects explain
  $ echo '{"message":"The email field is required."}' | problem-dialects explain --status 422 --dialect laravel
  $ echo '[{"status":404},{"status":429,"headers":{"retry-after":"5"}}]' | problem-dialects explain --json
  $ problem-dialects status 429 --dialect basker
  $ problem-dialects dialects base
  $ echo '[{"status":400,"json":{"oops":"No."}},{"status":404,"json":{"oops":"None."}}]' | problem-dialects learn --id shop

Exit codes: 0 done, whatever the problem; 2 the input or the arguments cannot be read,
or the output cannot be written.`

const dialectFile = (): Option =>
  new Option('--dialect-file <file>', 'a dialect written in JSON (docs/dialect-spec.md); may be repeated').argParser(
    (file: string, before: readonly string[] = []) => [...before, file],
  )

const oneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replace(/\n/g, ' ')

/**
 * The parser; it throws a `CommanderError` where help was printed or the arguments were refused.
 *
 * @category constructors
 * @since 0.1.0
 */
export const createParser = ({ version, out, refuse, explain, status, dialects, learn }: Actions): Command => {
  const program = new Command('problem-dialects')
    .description('Reads HTTP error responses of any API dialect and says what happened, what to do, and why.')
    .version(version)
    .exitOverride()
    // without a command the whole help would go to stderr; whoever catches the error says it in one line
    .configureOutput({ writeOut: out, writeErr: () => undefined, outputError: text => refuse(oneLine(text)) })
    .addHelpText('after', examples)
  program
    .command('explain')
    .description('explain a raw HTTP response (curl -i), a JSON exchange, a HAR or NDJSON of exchanges')
    .argument('[file]', 'the file to read; standard input if absent or -')
    .option('--json', 'print the problem as JSON: one document, null where nothing failed, an array for several')
    .option('--dialect <id>', 'the dialect that this API speaks')
    .addOption(dialectFile())
    .option('--status <code>', 'the status that came with it, where the input is a body alone')
    .option('--in-band', 'read errors under a status of success, too')
    .action(explain)
  program
    .command('status')
    .description('the registry row of a status with the own word of each dialect, or all rows')
    .argument('[code]')
    .option('--json', 'print it as JSON')
    .option('--dialect <id>', 'in the words of this one')
    .option('--envoy', 'all that a gateway may retry, as routes of Envoy (docs/clients.md)')
    .addOption(dialectFile())
    .action(status)
  program
    .command('dialects')
    .description('the dialects that are known, or one with its shape and tables')
    .argument('[id]')
    .option('--json', 'print it as JSON')
    .addOption(dialectFile())
    .action(dialects)
  program
    .command('learn')
    .description('a first dialect file from responses of an API that is not known, with a comment on each guess')
    .argument('[files...]', 'the files to read, each as for explain; standard input if absent or -')
    .option('--id <id>', 'the id of the new dialect', 'learnt')
    .option('--status <code>', 'the status that came with them, where the inputs are bodies alone')
    .action(learn)
  return program
}

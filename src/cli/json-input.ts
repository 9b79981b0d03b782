/**
 * Exchanges in JSON: one document, a list of them, a HAR, or one a line.
 * Comes in: bytes. Goes out: entries, each with where it stood; one that cannot be read is an {@link InputError} among them.
 * This room knows no file and no raw response.
 */
import { type Entry, type Input, InputError } from './entry.js'
import { entryOfExchange, isExchange, isObject } from './exchange-json.js'
import { entryOfHar, harEntries } from './har.js'

const parse = (text: string): { readonly value: unknown } | { readonly error: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'it cannot be read' }
  }
}

/** Bad ones are named by where they stood, and the others go on. */
const safely = (origin: string, read: () => Entry): Entry | InputError => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return new InputError(`${origin}: ${error.message}`)
  }
}

interface Line {
  readonly number: number
  readonly text: string
}

function* lines(bytes: Buffer): Generator<Line> {
  for (let at = 0, number = 1; at < bytes.length; number++) {
    const feed = bytes.indexOf(10, at)
    const end = feed === -1 ? bytes.length : feed
    const text = bytes.toString('utf8', at, end).trim()
    if (text !== '') yield { number, text }
    at = end + 1
  }
}

function* exchangePerLine(bytes: Buffer): Generator<Entry | InputError> {
  for (const { number, text } of lines(bytes)) {
    const origin = `line ${number}`
    const parsed = parse(text)
    yield safely(origin, () => {
      if ('error' in parsed) throw new InputError(`this is not JSON: ${parsed.error}`)
      return entryOfExchange(parsed.value, origin)
    })
  }
}

const listed = (values: readonly unknown[], read: (value: unknown, origin: string) => Entry): Input => ({
  many: true,
  total: values.length,
  entries: (function* () {
    for (const [at, value] of values.entries()) yield safely(`entry ${at + 1}`, () => read(value, `entry ${at + 1}`))
  })(),
})

const bodyAlone = (value?: unknown): InputError => {
  const claimed = isObject(value) && typeof value['status'] === 'number' ? value['status'] : undefined
  const given =
    claimed === undefined
      ? '--status 422, or give the output of curl -i'
      : `--status ${claimed} (the body says ${claimed})`
  return new InputError(`there is no status in this input, only a body: say which it came with, such as ${given}`)
}

/** The object that a line holds by itself. */
const objectOn = ({ text }: Line): unknown => {
  const parsed = text[0] === '{' && text.endsWith('}') ? parse(text) : {}
  return 'value' in parsed ? parsed.value : undefined
}

/** Whether each line is a document of its own: the first one is, and is not alone. */
const inLines = (bytes: Buffer): boolean => {
  let first = true
  for (const line of lines(bytes)) {
    if (!first) return true
    if (objectOn(line) === undefined) return false
    first = false
  }
  return false
}

/** Whether some line is an exchange, where the whole is no document: then the first ones are bad. */
const someLine = (bytes: Buffer): boolean => {
  for (const line of lines(bytes)) if (isExchange(objectOn(line))) return true
  return false
}

/**
 * Reads a JSON document or one a line. A document without a status throws an {@link InputError} that says how to give one.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readJson = (bytes: Buffer): Input => {
  const perLine: Input = { many: true, entries: exchangePerLine(bytes) }
  if (inLines(bytes)) return perLine
  const text = bytes.toString('utf8').trim()
  const parsed = parse(text)
  if ('error' in parsed) {
    if (someLine(bytes)) return perLine
    if (!/^[{[]/.test(text)) throw bodyAlone()
    throw new InputError(`this is neither an HTTP response nor JSON: ${parsed.error}`)
  }
  const { value } = parsed
  const entries = harEntries(value)
  if (entries !== undefined) return listed(entries, entryOfHar)
  if (Array.isArray(value) && value.some(isExchange)) return listed(value, entryOfExchange)
  if (!isExchange(value)) throw bodyAlone(value)
  return { many: false, total: 1, entries: [entryOfExchange(value, '')] }
}

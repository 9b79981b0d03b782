/**
 * What a table says to people: one page of Markdown for each type, to be served where its URI points.
 * Comes in: a row. Goes out: a text. This room writes no file.
 */
import { problem } from '../problem.js'
import { phraseOf } from '../status/registry.js'
import { isObj, type JsonSchema } from './json-schema.js'
import type { ProblemRow } from './table.js'

/** A text as one cell of a table. */
const cell = (text: string): string => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|')

const typeOf = (schema: unknown): string => {
  if (!isObj(schema)) return 'any'
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(schema['enum'])) return schema['enum'].map(word => JSON.stringify(word)).join(' or ')
  if (isObj(schema['items'])) return `list of ${typeOf(schema['items'])}`
  const { type } = schema
  if (Array.isArray(schema['anyOf'])) return schema['anyOf'].map(typeOf).join(' or ')
  return typeof type === 'string' ? type : Array.isArray(type) ? type.join(' or ') : 'any'
}

/** The members of an object, and of all that it is put together from. */
const membersOf = (schema: JsonSchema, whole = true): readonly (readonly string[])[] => {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const own = isObj(schema['properties']) ? schema['properties'] : {}
  const rows = Object.keys(own).map(name => {
    const about = own[name]
    const meaning = isObj(about) && typeof about['description'] === 'string' ? about['description'] : ''
    return [`\`${name}\``, typeOf(about), whole && required.includes(name) ? 'always' : '', meaning]
  })
  const nested = (part: string, isWhole: boolean) =>
    Array.isArray(schema[part])
      ? ([] as (readonly string[])[]).concat(...schema[part].filter(isObj).map(one => membersOf(one, isWhole)))
      : []
  return [...rows, ...nested('allOf', whole), ...nested('anyOf', false), ...nested('oneOf', false)]
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

/**
 * The page of one type: what it means, what a machine does about it, its members, an example.
 *
 * @category encoding
 * @since 0.1.0
 */
export const pageOf = ({
  type,
  title,
  code,
  status,
  kind,
  description,
  schema,
  example,
  retry,
}: ProblemRow): string => {
  const { advice, maxAttempts } = problem({ kind, status, retry }).retry
  const again = maxAttempts > 1 ? `\`${advice}\`, ${maxAttempts} attempts in all` : `\`${advice}\``
  const members = membersOf(schema)
  const sections = [
    `# ${title.replace(/\s+/g, ' ')}`,
    description,
    table(
      ['member', 'value'],
      [
        ['`type`', `\`${type}\``],
        ['`code`', `\`${code}\``],
        ['`status`', `${status} ${phraseOf(status)}`],
        ['kind', `\`${kind}\``],
        ['retry', again],
      ],
    ),
    members.length === 0 ? undefined : `## Members\n\n${table(['name', 'type', 'present', 'meaning'], members)}`,
    example === undefined
      ? undefined
      : `## Example\n\n\`\`\`json\n${JSON.stringify({ type, title, status, code, ...example }, null, 2)}\n\`\`\``,
  ]
  return `${sections.filter(section => section !== undefined).join('\n\n')}\n`
}

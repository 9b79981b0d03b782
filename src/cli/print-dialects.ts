/**
 * The dialects on a terminal: all of them in a table, or one with its shape and its tables.
 * Comes in: dialects. Goes out: text.
 * This room knows the contract of a dialect and none of its members.
 */
import type { AnyDialect, ApiWord, MemberTypes, Shape } from '../index.js'
import { wordLines } from './print-status.js'
import { columns, type Paint } from './terminal.js'

const direction = ({ fromProblem }: AnyDialect): string =>
  fromProblem === undefined ? 'decode only' : 'decode, encode'

/** @category encoding @since 0.1.0 */
export const printDialects = (dialects: readonly AnyDialect[], paint: Paint): string => {
  const [head = '', ...body] = columns([
    ['id', 'title', 'can', 'verified', 'docs'],
    ...dialects.map(dialect => [dialect.id, dialect.title, direction(dialect), dialect.verified, dialect.docs]),
  ])
  return [paint('bold', head), ...body, ''].join('\n')
}

const membersOf = (members: Readonly<Record<string, MemberTypes>>): string =>
  Object.entries(members)
    .map(([name, types]) => `${name}: ${typeof types === 'string' ? types : types.join(' | ')}`)
    .join(', ')

const shapeLines = ({ root = 'object', required, optional, absent, closed, mediaTypes }: Shape): string[] => [
  `body: ${root}${closed === true ? ', no other members' : ''}`,
  ...(required === undefined ? [] : [`  required: ${membersOf(required)}`]),
  ...(optional === undefined ? [] : [`  optional: ${membersOf(optional)}`]),
  ...(absent === undefined ? [] : [`  never with: ${absent.join(', ')}`]),
  ...(mediaTypes === undefined ? [] : [`  only as: ${mediaTypes.join(', ')}`]),
]

const shapesOf = (shape: Shape | readonly Shape[]): readonly Shape[] => ('length' in shape ? shape : [shape])

const tableLines = (table: Readonly<Record<string, ApiWord>>): string[] =>
  Object.entries(table).flatMap(([word, said]) => [word, ...wordLines(said).map(line => `  ${line}`)])

/** @category encoding @since 0.1.0 */
export const printDialect = (dialect: AnyDialect, paint: Paint): string => {
  const { id, title, verified, docs, shape, codes, causes, statuses } = dialect
  const section = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('bold', name), ...lines.map(line => `  ${line}`)]
  return [
    paint('bold', `${id} — ${title}`),
    ...columns([
      ['can', direction(dialect)],
      ['verified', verified],
      ['docs', docs],
    ]).map(line => `  ${line}`),
    ...section('Shape', shapesOf(shape).flatMap(shapeLines)),
    ...section('Codes', tableLines(codes ?? {})),
    ...section('Causes', tableLines(causes ?? {})),
    ...section('Statuses', tableLines(statuses ?? {})),
    '',
  ].join('\n')
}

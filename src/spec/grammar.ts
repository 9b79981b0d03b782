/**
 * The format of a dialect that is written down as data: which members there are, and what each may hold.
 * Comes in: any value. Goes out: nothing, or a `TypeError` with the pointer of the fault; and the same format as JSON Schema.
 * This room reads no body. It is built when the first spec is checked: nobody else pays for it.
 */
import { memberTypes, messageOf } from '../dialect.js'
import { rungs } from '../problem.js'
import {
  count,
  either,
  flag,
  having,
  listOf,
  matching,
  object,
  oneOrMore,
  pointer,
  type Rule,
  record,
  refuse,
  type Schema,
  scalar,
  text,
  word,
} from '../rules.js'
import { kinds } from '../status/kind.js'
import { advices, appliedWords, scopes } from '../status/semantics.js'
import { delayUnits, pathSyntaxes, specRoots } from './format.js'

interface Grammar {
  readonly spec: Rule
  readonly parts: Readonly<Record<string, Schema>>
}

const isText = (u: unknown): boolean => typeof u === 'string'

const build = (): Grammar => {
  const parts: Record<string, Schema> = {}
  /** A part that is said once and pointed at. */
  const part = (name: string, rule: Rule): Rule => {
    parts[name] = rule.schema
    return { check: rule.check, schema: { $ref: `#/$defs/${name}` } }
  }

  const spot = part('pointer', pointer)
  const header = part('header', matching("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", 'name of a header field'))
  const type = word(['string', 'number'])
  const place = part('place', either(isText, spot, object({ pointer: spot, type }, ['pointer'])))
  const source = part('source', either(having('header'), object({ header }, ['header']), place))
  const sources = oneOrMore(source)
  const places = oneOrMore(place)
  const spots = oneOrMore(spot)

  const memberType = part('memberType', oneOrMore(word(memberTypes)))
  const shape = part(
    'shape',
    object({
      root: word(specRoots),
      required: record(memberType),
      optional: record(memberType),
      absent: listOf(text),
      closed: flag,
      every: memberType,
      mediaTypes: listOf(matching('^[^\\sA-Z;]+/[^\\sA-Z;]+$', 'media type in lower case without parameters'), 1),
      fields: listOf(matching("^[!#$%&'*+.^_`|~0-9a-z-]+$", 'name of a field in lower case'), 1),
    }),
  )

  const ofPlace = {
    has: flag,
    type: memberType,
    equals: scalar,
    oneOf: listOf(scalar, 1),
    startsWith: text,
    only: listOf(text),
  }
  const ofHeader = { has: flag, equals: text, oneOf: listOf(text, 1), startsWith: text }
  const ofBody = object({ pointer: spot, ...ofPlace }, ['pointer'], Object.keys(ofPlace))
  const ofField = object({ header, ...ofHeader }, ['header'], Object.keys(ofHeader))
  const ofTables = object({ documented: word(['code', 'cause']) }, ['documented'])
  const condition = part('condition', either(having('documented'), ofTables, either(having('header'), ofField, ofBody)))
  const claim = part(
    'claim',
    object({ rung: word(rungs), because: matching('[^]', 'reason'), when: oneOrMore(condition) }, ['rung', 'because']),
  )

  const links = oneOrMore(part('link', object({ rel: text, pointer: spot }, ['rel', 'pointer'])))
  const unit = word(delayUnits)
  const wait = part(
    'wait',
    either(
      having('header'),
      object({ header, unit }, ['header', 'unit']),
      object({ pointer: spot, type, unit }, ['pointer', 'unit']),
    ),
  )
  const field = part('field', object({ pointer: spot, path: word(pathSyntaxes) }, ['pointer', 'path']))
  const item = part(
    'item',
    object({ detail: places, code: places, field: oneOrMore(field), in: spots, resource: places, links }),
  )
  const errors = part(
    'errors',
    either(
      having('as', 'map'),
      object(
        {
          pointer: spot,
          as: word(['map']),
          path: word(pathSyntaxes.filter(path => path !== 'loc')),
          values: word(['list', 'one']),
          whole: listOf(text),
          item,
        },
        ['pointer', 'as'],
      ),
      object({ pointer: spot, as: word(['list', 'map']), whole: listOf(text), item }, ['pointer', 'as']),
    ),
  )
  const read = part(
    'read',
    object({
      detail: sources,
      code: sources,
      title: sources,
      type: sources,
      instance: sources,
      requestId: sources,
      traceId: sources,
      userMessage: sources,
      bodyStatus: places,
      retryable: spots,
      wait: oneOrMore(wait),
      links,
      errors: oneOrMore(errors),
      codeIsCategory: flag,
    }),
  )
  const write = part(
    'write',
    either(
      u => typeof u === 'boolean',
      flag,
      object({ contentType: matching('^[!-~][ -~]*$', 'media type'), constants: record(scalar, pointer) }),
    ),
  )

  const apiWord = part(
    'apiWord',
    object(
      {
        because: text,
        meaning: text,
        kind: word(kinds),
        advice: word(advices),
        applied: word(appliedWords),
        maxAttempts: count(1),
        baseDelayMs: count(0),
        retryAfter: word(['honour', 'lift', 'ignore']),
        scope: word(scopes),
      },
      ['because'],
    ),
  )
  const spec = object(
    {
      $schema: text,
      id: matching('^[a-z0-9][a-z0-9-]*$', 'id in kebab-case'),
      title: text,
      docs: text,
      verified: text,
      shape: oneOrMore(shape),
      claims: oneOrMore(claim),
      read,
      write,
      statuses: record(apiWord, matching('^[1-9][0-9]{2}$', 'status of three digits')),
      codes: record(apiWord),
      causes: record(apiWord, matching('^[^:]+: [^]', 'cause such as "code: message"')),
      honoursForce: flag,
    },
    ['id', 'shape', 'claims'],
  )
  return { spec, parts }
}

let built: Grammar | undefined
const grammar = (): Grammar => (built ??= build())

/**
 * Refuses what is no spec: a `TypeError` with the JSON Pointer of the fault, what is wrong there, and what was expected.
 *
 * @category constructors
 * @since 0.1.0
 */
export const checkSpec = (value: unknown): void => grammar().spec.check(value, 'spec: ')

/** The value as plain JSON data: no cycles, getters or classes. @category constructors @since 0.1.0 */
export const plainSpec = (value: unknown): unknown => {
  let written: string | undefined
  try {
    written = JSON.stringify(value)
  } catch (error) {
    refuse('spec: ', `it cannot be written as JSON (${messageOf(error).split('\n')[0]}); expected plain data`)
  }
  return written === undefined ? refuse('spec: ', 'it is no JSON; expected an object') : JSON.parse(written)
}

/** The format as JSON Schema, 2020-12. @category constructors @since 0.1.0 */
export const specSchema = (): Schema => {
  const { spec, parts } = grammar()
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A dialect of HTTP API errors, for problem-dialects',
    description: 'Made from src/spec/grammar.ts; docs/dialect-spec.md says what each member means.',
    ...spec.schema,
    $defs: parts,
  }
}

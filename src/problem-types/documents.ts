/**
 * What a table says to machines: JSON Schema (2020-12), and response objects of OpenAPI 3.1.
 * Comes in: rows. Goes out: plain data. This room makes no problem and writes no file.
 */
import { phraseOf, statusOf } from '../status/registry.js'
import type { JsonSchema } from './json-schema.js'
import type { ProblemRow } from './table.js'

/** A response of one status. @see https://spec.openapis.org/oas/v3.1.0#response-object @category model @since 0.1.0 */
export interface OpenApiResponse {
  readonly description: string
  readonly headers?: Readonly<Record<string, JsonSchema>>
  readonly content: Readonly<Record<string, JsonSchema>>
}

/** Parts of an OpenAPI document: `components` for its root, `responses` for an operation. @category model @since 0.1.0 */
export interface OpenApiParts {
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
  readonly responses: Readonly<Record<string, OpenApiResponse>>
}

const text: JsonSchema = { type: 'string' }

/** The members that every problem of ours may have: RFC 9457 §3.1, and the individual errors. */
const standard: Readonly<Record<string, JsonSchema>> = {
  detail: text,
  instance: { type: 'string', format: 'uri-reference' },
  requestId: text,
  errors: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        detail: text,
        pointer: { type: 'string', description: 'RFC 6901, into the request document.' },
        in: { enum: ['body', 'query', 'path', 'header', 'cookie'] },
        name: text,
        code: text,
      },
    },
  },
}

/** `outOfCredit` as types of a programming language are named. @category accessors @since 0.1.0 */
export const schemaName = ({ name }: ProblemRow): string => name.charAt(0).toUpperCase() + name.slice(1)

/** The body of a problem of one type. Members that are not named may be there: a reader ignores what it does not know (RFC 9457 §3.2). */
const schemaOfRow = ({ type, title, status, code, description, schema, example }: ProblemRow): JsonSchema => {
  const { type: _object, properties, required, additionalProperties: _closed, ...further } = schema
  return {
    ...further,
    title,
    ...(description === undefined ? {} : { description }),
    type: 'object',
    required: ['type', 'title', 'status', 'code', ...((required as readonly string[]) ?? [])],
    properties: {
      type: { const: type },
      title: text,
      status: { const: status },
      code: { const: code },
      ...standard,
      ...(properties as JsonSchema),
    },
    ...(example === undefined ? {} : { examples: [{ type, title, status, code, ...example }] }),
  }
}

const schemasOf = (rows: readonly ProblemRow[]): Record<string, JsonSchema> => {
  const schemas: Record<string, JsonSchema> = {}
  for (const row of rows) schemas[schemaName(row)] = schemaOfRow(row)
  return schemas
}

/** One schema for all types of a table. @category encoding @since 0.1.0 */
export const jsonSchemaOf = (rows: readonly ProblemRow[]): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  oneOf: rows.map(row => ({ $ref: `#/$defs/${schemaName(row)}` })),
  $defs: schemasOf(rows),
})

const retryAfter: JsonSchema = {
  description: 'Seconds to wait before the next attempt (RFC 9110 §10.2.3).',
  schema: { type: 'integer', minimum: 0 },
}

const responseOf = (status: number, rows: readonly ProblemRow[]): OpenApiResponse => {
  const refs = rows.map(row => ({ row, $ref: `#/components/schemas/${schemaName(row)}` }))
  const mapping: Record<string, string> = {}
  for (const { row, $ref } of refs) mapping[row.type] = $ref
  const [first] = refs
  const waits = statusOf(status).retry.retryAfter === 'honour' && statusOf(status).retry.advice !== 'never'
  return {
    description: [phraseOf(status), ...rows.map(({ title, code }) => `\`${code}\`: ${title}`)].join('\n\n'),
    ...(waits ? { headers: { 'Retry-After': retryAfter } } : {}),
    content: {
      'application/problem+json': {
        schema:
          refs.length === 1
            ? { $ref: first?.$ref }
            : { oneOf: refs.map(({ $ref }) => ({ $ref })), discriminator: { propertyName: 'type', mapping } },
      },
    },
  }
}

/** The schemas, and one response for each status. @category encoding @since 0.1.0 */
export const openApiOf = (rows: readonly ProblemRow[]): OpenApiParts => {
  const byStatus: Record<string, ProblemRow[]> = {}
  for (const row of rows) (byStatus[row.status] ??= []).push(row)
  const responses: Record<string, OpenApiResponse> = {}
  for (const status of Object.keys(byStatus))
    responses[status] = responseOf(Number(status), byStatus[status] as ProblemRow[])
  return { components: { schemas: schemasOf(rows) }, responses }
}

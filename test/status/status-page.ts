/**
 * The page `docs/status-codes.md`, made from the table so that it cannot differ from it.
 * Comes in: the registry. Goes out: Markdown. Regenerate with `UPDATE_DOCS=1 npx vitest run test/status`.
 */
import { statusRows } from '../../src/status/registry.js'
import type { StatusRow } from '../../src/status/semantics.js'

const cell = (text: string): string => text.replace(/\|/g, '\\|')

const nameOf = ({ phrase, otherPhrases, origin }: StatusRow): string =>
  cell(phrase) +
  (origin === undefined ? '' : `<br>*${cell(origin)}*`) +
  otherPhrases.map(other => `<br>“${cell(other)}”`).join('')

const attemptsOf = ({ retry }: StatusRow): string =>
  retry.maxAttempts > 1 ? `${retry.maxAttempts}, base ${retry.baseDelayMs} ms` : `${retry.maxAttempts}`

const notesOf = ({ retry, mayHaveBody, answeredBy }: StatusRow): string =>
  [
    retry.retryAfter === 'lift' && '`Retry-After` lifts',
    retry.retryAfter === 'honour' && '`Retry-After` counts',
    retry.scope !== 'request' && `holds back the ${retry.scope}`,
    retry.countsAsFailure && 'counts as failure',
    retry.ambiguousOnResend && 'ambiguous on a repeat',
    retry.withIdempotencyKey &&
      `with an idempotency key \`${retry.withIdempotencyKey.advice}\`, ${retry.withIdempotencyKey.maxAttempts}`,
    answeredBy !== undefined && 'from an intermediary',
    !mayHaveBody && 'no body',
  ]
    .filter(Boolean)
    .join('; ')

const lineOf = (row: StatusRow): string =>
  `| ${[
    row.registered ? row.code : `${row.code} †`,
    nameOf(row),
    `\`${row.kind}\``,
    `\`${row.retry.advice}\``,
    row.retry.applied,
    attemptsOf(row),
    notesOf(row),
    cell(row.retry.because),
    cell(row.reference) + (row.referenceVerified ? '' : ' (unverified)'),
  ].join(' | ')} |`

const classes = [
  ['2xx', 'Success'],
  ['3xx', 'Redirection'],
  ['4xx', 'Client error'],
  ['5xx', 'Server error'],
] as const

const sectionOf = ([name, title]: (typeof classes)[number]): string => `## ${name} ${title}

| code | phrase | kind | advice | applied | attempts | more | because | reference |
|---|---|---|---|---|---|---|---|---|
${statusRows
  .filter(({ code }) => `${code}`[0] === name[0])
  .map(lineOf)
  .join('\n')}
`

/** The whole page. */
export const statusPage = (): string => `# Status codes

What every HTTP status code means to this library when no API says otherwise, and why.
This page and \`status-codes.json\` beside it are made from \`src/status/rows-*.ts\`; do not edit them.
To change a row, edit its entry there, then run \`UPDATE_DOCS=1 npx vitest run test/status\`.

- **†** IANA does not register the code; who uses it is in italics. Phrases in quotes are older, or seen on the wire.
- **applied** says whether the request took effect: \`no\` by the specification, \`unlikely\` by convention or a vendor.
- **attempts** counts the first one.
- An unknown code is treated as the first of its class; what is no integer from 200 to 599 gets \`never\`.

${classes.map(sectionOf).join('\n')}`

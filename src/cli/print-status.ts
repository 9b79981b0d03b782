/**
 * The registry of status codes on a terminal: one row with every API's own word on it, or all rows compactly.
 * Comes in: rows and dialects. Goes out: text.
 * This room takes no decision; what a row means is said in the registry.
 */
import type { AnyDialect } from '../index.js'
import type { ApiWord, StatusRow } from '../status/index.js'
import { columns, duration, type Paint } from './terminal.js'
import { effect, heldBack, nextStep, retryAfterRule } from './wording.js'

/** An API's own word on one status or code, in lines. @category encoding @since 0.1.0 */
export const wordLines = ({ meaning, because, kind, advice, maxAttempts }: ApiWord): string[] => {
  const changes = [kind, advice, maxAttempts === undefined || maxAttempts === 1 ? undefined : `${maxAttempts} attempts`]
  const changed = changes.filter(change => change !== undefined)
  return [
    ...(meaning === undefined ? [] : [meaning]),
    because,
    ...(changed.length === 0 ? [] : [`=> ${changed.join(', ')}`]),
  ]
}

/** @category encoding @since 0.1.0 */
export const printStatus = (row: StatusRow, dialects: readonly AnyDialect[], paint: Paint): string => {
  const { code, phrase, otherPhrases, reference, registered, origin, kind, retry, answeredBy, mayHaveBody } = row
  const keyed = retry.withIdempotencyKey
  const facts: string[][] = [
    ...(otherPhrases.length === 0 ? [] : [['also', otherPhrases.join(', ')]]),
    [
      'defined by',
      `${reference} (${registered ? 'registered with IANA' : `not registered${origin === undefined ? '' : `; ${origin}`}`})`,
    ],
    ['kind', kind],
    ['advice', `${retry.advice}: ${nextStep[retry.advice]}`],
    ['took effect', effect[retry.applied]],
    ['attempts', retry.maxAttempts === 1 ? 'one' : `${retry.maxAttempts} in all`],
    ...(retry.baseDelayMs === 0 ? [] : [['base delay', duration(retry.baseDelayMs)]]),
    ['Retry-After', retryAfterRule[retry.retryAfter]],
    ['holds back', heldBack[retry.scope]],
    ['breaker', retry.countsAsFailure ? 'counts as a failure' : 'does not count'],
    ...(retry.ambiguousOnResend ? [['on resend', 'may mean that the first attempt worked']] : []),
    ...(keyed === undefined
      ? []
      : [['with a key', `${keyed.advice}, ${keyed.maxAttempts} attempts: the first one is in progress`]]),
    ...(answeredBy === undefined ? [] : [['sent by', 'an intermediary, not the application']]),
    ...(mayHaveBody ? [] : [['body', 'never']]),
    ['because', retry.because],
  ]
  const words = dialects.flatMap(({ id, statuses }) => {
    const word = statuses?.[code]
    return word === undefined ? [] : [`  ${paint('bold', id)}`, ...wordLines(word).map(line => `    ${line}`)]
  })
  return [
    paint('bold', `${code} ${phrase}`),
    ...columns(facts).map(line => `  ${line}`),
    '',
    ...(words.length === 0 ? ['No dialect has a word of its own on it.'] : ['In the words of each API:', ...words]),
    '',
  ].join('\n')
}

/** @category encoding @since 0.1.0 */
export const printStatuses = (rows: readonly StatusRow[], paint: Paint): string => {
  const [head = '', ...body] = columns([
    ['code', 'phrase', 'kind', 'advice', 'attempts', 'defined by'],
    ...rows.map(({ code, phrase, kind, retry, reference }) => [
      String(code),
      phrase,
      kind,
      retry.advice,
      String(retry.maxAttempts),
      reference,
    ]),
  ])
  return [paint('bold', head), ...body, ''].join('\n')
}

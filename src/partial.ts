/**
 * One answer that tells of several operations, some of which failed: a batch, a multi-status, data beside errors.
 * Comes in: the entries of the answer, and how its dialect tells a failure. Goes out: an error for each failed entry, what is to be
 * acted on as a whole, and whether the others took effect; and the entries again, each in its place.
 * This room knows no dialect. What took effect must not be sent again blindly: that is said by `applied`, not by a veto.
 */
import type { Limits } from './http/limits.js'
import type { ApiProblem, PartialFailure, ProblemItem, Succeeded } from './problem.js'
import type { Operations, Said } from './said.js'
import { type Kind, kinds, statusOfKind } from './status/kind.js'
import { statusOf } from './status/registry.js'
import { type Applied, advices, appliedWords } from './status/semantics.js'

/** How a dialect tells of operations. @category model @since 0.1.0 */
export interface OperationsReader {
  /** Did this one fail? Asked of every entry, so it only looks. */
  readonly hasFailed: (entry: unknown) => boolean
  /** A failed entry as an error that says where it happened, with its status if it has one; errors of its fields may follow. */
  readonly toItems: (entry: unknown, index: number) => readonly ProblemItem[]
  /** What is kept of an entry that went well. Default: the entry. */
  readonly toEntry?: (entry: unknown) => unknown
  /** Of what kind a code is, where entries have no status. */
  readonly kindOf?: (code: string | undefined) => Kind | undefined
  /** Did it fail only because another one did? A 424 did. It decides nothing as long as there is another. */
  readonly follows?: (item: ProblemItem) => boolean
  /** Whether those that did not fail took effect. Default: they did. */
  readonly others?: Applied
}

const longest = (a: Applied, b: Applied): Applied => (appliedWords.indexOf(a) > appliedWords.indexOf(b) ? a : b)

/** A failure of the server before one of the request, then the stricter advice; the rest is there so that order never decides. */
const isGraver = (a: number, b: number): boolean => {
  const one = statusOf(a).retry
  const other = statusOf(b).retry
  const difference =
    Math.floor(a / 100) - Math.floor(b / 100) ||
    advices.indexOf(other.advice) - advices.indexOf(one.advice) ||
    appliedWords.indexOf(one.applied) - appliedWords.indexOf(other.applied) ||
    b - a
  return difference > 0
}

/** What the failed operations are as a whole. */
class Whole {
  /** The gravest status among them, whether an operation has it or its kind stands for it, and that kind. */
  private gravest: number | undefined
  bodyStatus: number | undefined
  kind: Kind | undefined
  /** The code of all of them, and of those of the gravest status: undefined where there are several. */
  code: string | undefined
  decisive: string | undefined
  /** The first word, where the first one failed because of another. */
  detail: string | undefined
  private count = 0
  /** So far there are none but those that failed because of another. */
  private onlyFollowers = true

  add(item: ProblemItem, { kindOf, follows }: OperationsReader): void {
    const { status, code } = item
    if (status === 424 || follows?.(item) === true) {
      if (!this.onlyFollowers) return
    } else if (this.onlyFollowers) {
      if (this.count > 0) this.detail = item.detail
      this.onlyFollowers = false
      this.count = 0
      this.gravest = undefined
    }
    const kind = status === undefined ? (kindOf?.(code) ?? 'unknown') : undefined
    const rank = status ?? statusOfKind[kind ?? 'unknown']
    this.code = this.count++ === 0 || this.code === code ? code : undefined
    if (rank === this.gravest) {
      if (this.decisive !== code) this.decisive = undefined
      // two kinds may have one status
      if (kinds.indexOf(kind as Kind) > kinds.indexOf(this.kind as Kind)) this.kind = kind
      this.bodyStatus ??= status
    } else if (this.gravest === undefined || isGraver(rank, this.gravest)) {
      this.gravest = rank
      this.bodyStatus = status
      this.kind = kind
      this.decisive = code
    }
  }
}

/**
 * What an answer says that tells of several operations. The whole is as grave as its gravest failure: its status, and the word on its
 * code, decide what to do. A code is that of the whole only where all failed ones share it.
 *
 * @example
 * readOperations([{ ok: true }, { status: 409 }], limits, reader).operations // { failed: 1, total: 2, others: 'yes', … }
 * readOperations([{ status: 409 }], limits, reader).operations               // { failed: 1, total: 1 }: all failed
 *
 * @category decoding
 * @since 0.1.0
 */
export const readOperations = (entries: readonly unknown[], limits: Limits, reader: OperationsReader): Said => {
  const { hasFailed, toItems, toEntry, others = 'yes' } = reader
  const errors: ProblemItem[] = []
  const succeeded: Succeeded[] = []
  const whole = new Whole()
  let failed = 0
  let errorCount = 0
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (!hasFailed(entry)) {
      if (succeeded.length < limits.items)
        succeeded.push({ index, entry: toEntry === undefined ? entry : toEntry(entry) })
      continue
    }
    failed++
    errorCount++
    if (errors.length >= limits.items) continue
    const items = toItems(entry, index)
    errorCount += items.length - 1
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as ProblemItem
      // errors of fields are the reasons of the operation that they follow
      if (i === 0 || item.status !== undefined) whole.add(item, reader)
      if (errors.length < limits.items) errors.push(item)
    }
  }
  const { code, detail, kind, bodyStatus, decisive } = whole
  const total = entries.length
  return {
    code,
    detail,
    kind: bodyStatus === undefined ? kind : undefined,
    // nothing failed: nothing is reported
    bodyStatus: failed === 0 ? 200 : bodyStatus,
    errors,
    errorCount,
    operations: { failed, total, code: decisive, ...(failed === total ? {} : { others, succeeded }) },
  }
}

/** The same, where the API names only those that failed: how many there were is not known. @category decoding @since 0.1.0 */
export const amongOthers = (said: Said, others: Applied): Said => {
  const { failed = 0, code } = said.operations ?? {}
  return { ...said, operations: { failed, others, code } }
}

/** What a problem says of operations, where not all of them failed. @category decoding @since 0.1.0 */
export const partialOf = (operations: Operations | undefined): PartialFailure | undefined => {
  if (operations?.others === undefined) return undefined
  const { failed, total, others, succeeded } = operations
  return {
    failed,
    ...(total === undefined ? {} : { total }),
    others,
    ...(succeeded === undefined || succeeded.length === 0 ? {} : { succeeded }),
  }
}

const ends: Readonly<Record<Applied, string>> = {
  yes: 'the others took effect',
  unknown: 'whether the others took effect is not said',
  unlikely: 'the others were probably not applied',
  no: 'the others were not applied',
}

/** What happened, in a few words. @category accessors @since 0.1.0 */
export const partialText = ({ failed, total, others }: PartialFailure): string =>
  `${failed}${total === undefined ? '' : ` of ${total}`} failed, ${ends[others]}`

/**
 * Did the request take effect, where it was several operations? As far as the least certain of them.
 *
 * @category advice
 * @since 0.1.0
 */
export const appliedOf = (applied: Applied, errors: readonly ProblemItem[], others: Applied | undefined): Applied => {
  let most = longest(applied, others ?? 'no')
  for (let i = 0; i < errors.length; i++) {
    const status = errors[i]?.status
    if (status !== undefined) most = longest(most, statusOf(status).retry.applied)
  }
  return most
}

/** Would sending all of it again do something twice? @category advice @since 0.1.0 */
export const wouldRepeat = (partial: PartialFailure | undefined): boolean =>
  partial?.others === 'yes' || partial?.others === 'unknown'

/**
 * The entries of an answer again: the failed ones as they are written, and those that went well, each in its place.
 *
 * @category encoding
 * @since 0.1.0
 */
export const entriesOf = ({ partial }: ApiProblem, failed: readonly unknown[]): readonly unknown[] => {
  const succeeded = (partial?.succeeded ?? []).slice().sort((a, b) => a.index - b.index)
  const entries: unknown[] = []
  let next = 0
  const takeTurn = (): void => {
    while (succeeded[next]?.index === entries.length) entries.push(succeeded[next++]?.entry)
  }
  for (const entry of failed) {
    takeTurn()
    entries.push(entry)
  }
  return entries.concat(succeeded.slice(next).map(({ entry }) => entry))
}

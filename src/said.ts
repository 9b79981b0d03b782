/**
 * What a body says, in canonical words: the answer of a dialect.
 * Comes in: an answer of any shape. Goes out: the same in one shape, which whoever reads it does at a fifth of the cost.
 * This room knows no dialect.
 */
import type { Wait } from './http/retry-after.js'
import type { ApiProblem, Link, PartialFailure, ProblemItem } from './problem.js'
import type { Kind } from './status/kind.js'

/** An answer that tells of several operations. Without `others` there were none but those that failed. @category model @since 0.1.0 */
export interface Operations extends Omit<PartialFailure, 'others'> {
  readonly others?: PartialFailure['others']
  /** The code whose documented word speaks for the whole. */
  readonly code?: string | undefined
}

/**
 * What a body says, in canonical words. Members that a body does not carry are absent.
 *
 * @category model
 * @since 0.1.0
 */
export interface Said {
  readonly type?: string | undefined
  readonly title?: string | undefined
  /** The envelope's own message. Where it has none, the first item's `detail` is taken. */
  readonly detail?: string | undefined
  readonly instance?: string | undefined
  readonly kind?: Kind | undefined
  /** A word that merely repeats the status or its phrase is dropped, unless `codeIsCategory`. */
  readonly code?: string | undefined
  /** The API documents `code` as its category, so that even a phrase is one. */
  readonly codeIsCategory?: boolean | undefined
  /** Codes of errors say which rule one field broke, so that none of them speaks for the whole, in `code` or in advice. */
  readonly codesOfFields?: boolean | undefined
  readonly errors?: readonly ProblemItem[] | undefined
  readonly errorCount?: number | undefined
  /** The errors are those of several operations; see `readOperations`. */
  readonly operations?: Operations | undefined
  readonly userMessage?: { readonly text: string; readonly lang?: string } | undefined
  readonly requestId?: string | undefined
  readonly traceId?: string | undefined
  readonly links?: readonly Link[] | undefined
  readonly cause?: ApiProblem | undefined
  /** The status that the body claims. */
  readonly bodyStatus?: number | undefined
  /** How long the body asks to wait. */
  readonly wait?: Wait | undefined
  /** The body's own word on retrying: `false` is a veto. */
  readonly retryable?: boolean | undefined
  readonly answeredBy?: 'application' | 'intermediary' | undefined
  readonly product?: string | undefined
  /** Leftovers of nested objects, keeping their nesting. Leftovers of the top level are added by the corridor. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
  /** All leftovers here and in the items were made by `payload.ledger.keep`, and the links by the dialect: nothing aliases the body. */
  readonly kept?: boolean | undefined
  /** The top-level members that were read, where that depends on the body; else the dialect's `reads`. */
  readonly reads?: Readonly<Record<string, true>> | undefined
  readonly warnings?: readonly string[] | undefined
  /** A whole problem in our own canonical form; it is taken only from a trusted peer. */
  readonly peer?: unknown
}

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

/** All members of an answer, those that were not said as `undefined`. @category model @since 0.1.0 */
export type Heard = { readonly [K in keyof Required<Said>]: Said[K] }

/**
 * An answer in one shape. Every dialect answers in a shape of its own, and an engine is slow to ask objects of ever other shapes
 * for twenty members of which five are there: it is quick to go through the five.
 *
 * @category decoding
 * @since 0.1.0
 */
export const inOneShape = (said: Said): Heard => {
  const all: Mutable<Heard> = {
    type: undefined,
    title: undefined,
    detail: undefined,
    instance: undefined,
    kind: undefined,
    code: undefined,
    codeIsCategory: undefined,
    codesOfFields: undefined,
    errors: undefined,
    errorCount: undefined,
    operations: undefined,
    userMessage: undefined,
    requestId: undefined,
    traceId: undefined,
    links: undefined,
    cause: undefined,
    bodyStatus: undefined,
    wait: undefined,
    retryable: undefined,
    answeredBy: undefined,
    product: undefined,
    extensions: undefined,
    kept: undefined,
    reads: undefined,
    warnings: undefined,
    peer: undefined,
  }
  for (const member in said) {
    const value = said[member as keyof Said]
    switch (member) {
      case 'type':
        all.type = value as Said['type']
        break
      case 'title':
        all.title = value as Said['title']
        break
      case 'detail':
        all.detail = value as Said['detail']
        break
      case 'instance':
        all.instance = value as Said['instance']
        break
      case 'kind':
        all.kind = value as Said['kind']
        break
      case 'code':
        all.code = value as Said['code']
        break
      case 'codeIsCategory':
        all.codeIsCategory = value as Said['codeIsCategory']
        break
      case 'codesOfFields':
        all.codesOfFields = value as Said['codesOfFields']
        break
      case 'errors':
        all.errors = value as Said['errors']
        break
      case 'errorCount':
        all.errorCount = value as Said['errorCount']
        break
      case 'operations':
        all.operations = value as Said['operations']
        break
      case 'userMessage':
        all.userMessage = value as Said['userMessage']
        break
      case 'requestId':
        all.requestId = value as Said['requestId']
        break
      case 'traceId':
        all.traceId = value as Said['traceId']
        break
      case 'links':
        all.links = value as Said['links']
        break
      case 'cause':
        all.cause = value as Said['cause']
        break
      case 'bodyStatus':
        all.bodyStatus = value as Said['bodyStatus']
        break
      case 'wait':
        all.wait = value as Said['wait']
        break
      case 'retryable':
        all.retryable = value as Said['retryable']
        break
      case 'answeredBy':
        all.answeredBy = value as Said['answeredBy']
        break
      case 'product':
        all.product = value as Said['product']
        break
      case 'extensions':
        all.extensions = value as Said['extensions']
        break
      case 'kept':
        all.kept = value as Said['kept']
        break
      case 'reads':
        all.reads = value as Said['reads']
        break
      case 'warnings':
        all.warnings = value as Said['warnings']
        break
      case 'peer':
        all.peer = value as Said['peer']
        break
    }
  }
  return all
}

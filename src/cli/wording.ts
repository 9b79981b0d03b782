/**
 * The closed words of this package in sentences, for somebody who has never read its documentation.
 * Comes in: a word. Goes out: a sentence. Every word has one; the types see to it.
 * This room knows no problem and no terminal.
 */
import type { Advice, Decision, StopReason } from '../index.js'
import type { Applied, RetrySemantics, Scope } from '../status/index.js'
import { duration } from './terminal.js'

/** What to do next. @category advice @since 0.1.0 */
export const nextStep: Readonly<Record<Advice, string>> = {
  none: 'Nothing: it worked.',
  poll: 'Ask again at the status monitor it names; do not send the request again.',
  'follow-redirect': 'Send the request to the address in Location.',
  never: 'Sending it again will not help: somebody must change something first.',
  'fix-request': 'Mend the request: the same one will get the same answer.',
  'resolve-conflict': 'Read the current state, decide, and send a new request.',
  reauthenticate: 'Get new credentials, then send it once more.',
  'new-connection': 'Send it once more, on another connection.',
  once: 'Try once more; if it fails again, report it.',
  'after-delay': 'Wait as long as the server asks, then send it again.',
  backoff: 'Send it again after a wait that grows with each attempt.',
}

/** Whether the request took effect. @category advice @since 0.1.0 */
export const effect: Readonly<Record<Applied, string>> = {
  no: 'no, the request had no effect',
  unlikely: 'unlikely, but nobody promises it',
  unknown: 'not known: the request may have taken effect',
  yes: 'yes, the request took effect',
}

/** Whom a refusal holds back. @category advice @since 0.1.0 */
export const heldBack: Readonly<Record<Scope, string>> = {
  request: 'this request only',
  client: 'everything this client sends',
  origin: 'everything sent to this origin',
}

/** What `Retry-After` does. @category advice @since 0.1.0 */
export const retryAfterRule: Readonly<Record<RetrySemantics['retryAfter'], string>> = {
  honour: 'honoured: it sets the wait',
  lift: 'lifts: it sets the wait, and makes another attempt worth while',
  ignore: 'reported, but changes nothing',
}

const stopped: Readonly<Record<StopReason, string>> = {
  'nothing-failed': 'nothing failed',
  poll: 'do not send it again: ask the status monitor',
  'follow-redirect': 'do not send it again: go where Location says',
  never: 'do not send it again: it will not help',
  'fix-request': 'do not send it again before the request is mended',
  'resolve-conflict': 'do not send it again before the conflict is resolved',
  exhausted: 'do not send it again: those who report this have tried enough',
  attempts: 'do not send it again: the attempts are used up',
  'may-have-been-applied':
    'do not send it again unseen: it may have taken effect; look first, or use an idempotency key that this API honours',
  deadline: 'do not send it again: the answer would come too late',
  'wait-unbounded': 'do not wait: the server asks for longer than any clock holds',
  budget: 'do not send it again: too little has worked lately to pay for a retry',
}

const manner = {
  resend: 'send it again',
  'resend-on-new-connection': 'send it again on a new connection',
  'reauthenticate-then-resend': 'get new credentials, then send it again',
} as const

/** What a client may say where it is unlikely that the request took effect. */
const optIn = "; or accept that small risk (decideRetry with accept: 'unlikely')"

/**
 * A decision in one sentence; `latest` is the same decision with the longest draw of chance, so that a random wait is told as a range.
 *
 * @category advice
 * @since 0.1.0
 */
export const decided = (earliest: Decision, latest: Decision, applied: Applied): string => {
  switch (earliest.action) {
    case 'stop':
      return `${stopped[earliest.reason]}${earliest.reason === 'may-have-been-applied' && applied === 'unlikely' ? optIn : ''}`
    case 'verify':
      return 'look whether an earlier attempt worked before sending it again'
    case 'park':
      return `put it aside until ${earliest.notBefore}: longer than a client should wait`
    default: {
      const to = 'delayMs' in latest ? latest.delayMs : earliest.delayMs
      if (to === 0) return `${manner[earliest.action]} at once`
      const wait =
        earliest.delayMs === 0 ? `up to ${duration(to)}, at random` : `${duration(earliest.delayMs)} to ${duration(to)}`
      return `${manner[earliest.action]} after ${earliest.delayMs === to ? duration(to) : wait}`
    }
  }
}

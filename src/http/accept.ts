/**
 * Content negotiation: which of the media types that can be sent the client would rather have.
 * Comes in: an `Accept` field and what is offered, the best first. Goes out: the place of the best in that list, or none.
 * This room knows no dialect. The grammar and precedence of media ranges are those of the package `negotiator`.
 */
import Negotiator from 'negotiator'
import { total } from './total.js'

/** No real field is longer; what stands beyond asks for nothing. */
const maxLength = 2_048
const maxOffered = 64

/**
 * The index of the offered media type that fits `Accept` best; -1 where none is acceptable. Without the field anything is. Of
 * two that fit equally well, the one that the client names first, then the one that is offered first.
 *
 * @example
 * bestAccepted('application/json;q=0.9, text/*', ['application/json', 'text/plain']) // 1
 * bestAccepted('text/html', ['application/json']) // -1
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 * @category detection
 * @since 0.1.0
 */
export const bestAccepted: (accept: string | null | undefined, offered: readonly string[]) => number = total(
  (accept, offered) => {
    const asked = typeof accept === 'string' ? accept.slice(0, maxLength) : '*/*'
    const best = new Negotiator({ headers: { accept: asked } }).mediaType(offered.slice(0, maxOffered))
    return best === undefined ? -1 : offered.indexOf(best)
  },
  -1,
)

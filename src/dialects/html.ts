/**
 * An HTML page: read out as a person would, without markup.
 * Who: every proxy, CDN and framework when it meant a browser. Observed: the pages of some forty products, see `src/products.ts`, 2026.
 * The page never becomes a message; its own words may: what it calls its message, its first paragraph or line, its heading, its title.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import { wordsOfPage } from '../http/page.js'
import { answererOf } from '../products.js'
import { isMereStatus } from '../status/registry.js'

const ownWords = 'page: the body is an HTML page; detail, if any, is in its own words'
const asIs: readonly string[] = [ownWords]
const cutShort: readonly string[] = [ownWords, 'page-cut: the page says more than was read out']
const possible: Claim = { rung: 'possible', because: 'the body is an HTML page' }

/** @category dialects @since 0.1.0 */
export const html: Dialect<'html', string, never> = {
  id: 'html',
  title: 'HTML page',
  docs: 'https://html.spec.whatwg.org/multipage/',
  verified: '2026-11 against captures',
  shape: { root: 'html' },
  body: t.string,
  claim: () => possible,
  toProblem: (body, payload) => {
    const { sentences, words, cut } = wordsOfPage(body)
    const answerer = answererOf(body, payload)
    const own = answerer?.sentence === undefined ? sentences : [answerer.sentence, ...sentences]
    const detail = own.find(line => !isMereStatus(payload.status, line))
    return {
      detail,
      code: answerer?.code,
      requestId: answerer?.requestId,
      product: answerer?.product,
      answeredBy: answerer?.answeredBy,
      warnings: cut ? cutShort : asIs,
      extensions: words === '' || words === detail ? undefined : { text: words },
    }
  },
}

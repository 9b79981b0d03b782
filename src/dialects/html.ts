/**
 * An HTML page: read out as a person would, without markup.
 * Who: every proxy, CDN and framework when it meant a browser. Observed: nginx, Apache, HAProxy, Varnish, lighttpd, Cloudflare, Express, Django, 2026.
 * The page never becomes a message; its own words may: heading, title, first paragraph or preformatted line.
 */
import * as t from 'io-ts'
import type { Dialect } from '../dialect.js'
import { wordsOfPage } from '../http/page.js'
import { isPhraseOf } from '../status/registry.js'

const ownWords = 'page: the body is an HTML page; detail, if any, is in its own words'

/** @category dialects @since 0.1.0 */
export const html: Dialect<'html', string, never> = {
  id: 'html',
  title: 'HTML page',
  docs: 'https://html.spec.whatwg.org/multipage/',
  verified: '2026-11 against captures',
  shape: { root: 'html' },
  body: t.string,
  claim: () => ({ rung: 'possible', because: 'the body is an HTML page' }),
  toProblem: (body, { status }) => {
    const { sentences, words, cut } = wordsOfPage(body)
    const sentence = sentences.find(
      line => !isPhraseOf(status, line.replace(/^error:? /i, '')) && !/^error$/i.test(line),
    )
    return {
      detail: sentence,
      warnings: cut ? [ownWords, 'page-cut: the page says more than was read out'] : [ownWords],
      extensions: words === '' || words === sentence ? undefined : { text: words },
    }
  },
}

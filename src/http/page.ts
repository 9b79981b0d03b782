/**
 * The words of an HTML page, without its markup.
 * Comes in: markup of any quality. Goes out: the sentence that a person would read out, and all visible text, bounded.
 * One linear pass; no tree is built, nothing is executed or fetched. This room knows no product.
 */
import { cutText } from './charset.js'

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
  bull: '•',
}

const resolveEntities = (text: string): string =>
  text.replace(/&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined)
      return Object.prototype.hasOwnProperty.call(entities, name) ? (entities[name] as string) : whole
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    const readable = point >= 32 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    return readable ? String.fromCodePoint(point) : '\uFFFD'
  })

/** What a stretch between two tags says. Escaped markup that is whole is left out, as if it were markup. */
const said = (text: string): string => resolveEntities(text).replace(/<[a-z!/?][^<>]*>/gi, ' ')

/**
 * One line of plain text. Controls and changes of direction are replaced; a `<` that could open a tag where somebody shows
 * this as markup is no longer one, even where its parts were escaped or stood on both sides of a tag.
 */
const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
    .replace(/<(?=[a-z!/?])/gi, '\u2039')

const hidden: Readonly<Record<string, true>> = Object.assign(Object.create(null), {
  script: true,
  style: true,
  template: true,
  noscript: true,
  svg: true,
  head: true,
})
type Spoken = 'title' | 'heading' | 'paragraph' | 'preformatted'

const spoken: Readonly<Record<string, Spoken>> = Object.assign(Object.create(null), {
  title: 'title',
  h1: 'heading',
  h2: 'heading',
  p: 'paragraph',
  pre: 'preformatted',
})
const maxWords = 4_000
const maxSentence = 300

type Pieces = Record<Spoken | 'words', string>

/**
 * The words of a page; `cut` where there were more.
 *
 * @category model
 * @since 0.1.0
 */
export interface PageWords {
  readonly sentences: readonly string[]
  readonly words: string
  readonly cut: boolean
}

const tagName = (page: string, start: number): string => {
  let end = start
  while (end < page.length && end - start < 16) {
    const c = page.charCodeAt(end) | 32
    if (!((c >= 97 && c <= 122) || (end > start && c >= 48 && c <= 57))) break
    end++
  }
  return page.slice(start, end).toLowerCase()
}

/** Where the next markup opens, from `start` on: a `<` before anything but a letter, `/`, `!` or `?` is text. */
const markupFrom = (page: string, start: number): number => {
  let open = page.indexOf('<', start)
  while (open >= 0 && !/[a-z!/?]/i.test(page.charAt(open + 1))) open = page.indexOf('<', open + 1)
  return open
}

const piecesOf = (page: string): Pieces => {
  const pieces: Pieces = { title: '', heading: '', paragraph: '', preformatted: '', words: '' }
  let at = 0
  let part: Spoken | '' = ''
  let skip = ''
  while (at < page.length) {
    const open = markupFrom(page, at)
    const isRead = skip === '' || part === 'title'
    const text = isRead ? said(page.slice(at, open < 0 ? page.length : open)) : ''
    if (part !== '') pieces[part] += text
    if (text !== '' && part !== 'title') pieces.words += `${text} `
    if (open < 0) break
    if (page.startsWith('<!--', open)) {
      const end = page.indexOf('-->', open + 4)
      if (end < 0) break
      at = end + 3
      continue
    }
    const closing = page[open + 1] === '/'
    const name = tagName(page, open + (closing ? 2 : 1))
    const end = page.indexOf('>', open + 1)
    if (end < 0) break
    at = end + 1
    if (name === '') continue
    const kind = spoken[name]
    if (closing) {
      if (name === skip) skip = ''
      if (kind !== undefined) part = ''
    } else {
      if (hidden[name] && skip === '' && page[end - 1] !== '/') skip = name
      if (kind !== undefined) {
        // only the first of each is read out
        part = pieces[kind] === '' ? kind : ''
      } else if (name === 'body' && skip === 'head') skip = ''
    }
  }
  return pieces
}

/**
 * What a person would read out of an error page, and all of its visible text.
 *
 * `sentences` are its first preformatted text, paragraph, heading and its title, in this order and without empty ones, each at
 * most 300 characters. `words` is the visible text in one line, at most 4,000 characters. Neither holds markup, nor anything
 * that would become markup if it were shown as such. `cut` says that one of them was longer.
 *
 * @example
 * wordsOfPage('<h1>Oops</h1>') // { sentences: ['Oops'], words: 'Oops', cut: false }
 * wordsOfPage('') // { sentences: [], words: '', cut: false }
 *
 * @category decoding
 * @since 0.1.0
 */
export const wordsOfPage = (page: string): PageWords => {
  if (typeof page !== 'string') return { sentences: [], words: '', cut: false }
  const pieces = piecesOf(page)
  const sentences = [pieces.preformatted, pieces.paragraph, pieces.heading, pieces.title]
    .map(oneLine)
    .filter(text => text !== '')
  const words = oneLine(pieces.words)
  return {
    sentences: sentences.map(text => cutText(text, maxSentence)),
    words: cutText(words, maxWords),
    cut: words.length > maxWords || sentences.some(text => text.length > maxSentence),
  }
}

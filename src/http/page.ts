/**
 * The words of an HTML page, without its markup.
 * Comes in: markup of any quality. Goes out: the sentence that a person would read out, and all visible text, bounded.
 * One linear pass; no tree is built, nothing is executed or fetched. This room knows no product.
 */
import { cutText } from './charset.js'
import { type PageLine, type PagePart, sentencesOf } from './sentence.js'

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

const resolveEntities = (text: string): string => (text.indexOf('&') < 0 ? text : resolved(text))

const resolved = (text: string): string =>
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

const named = (names: string): Readonly<Record<string, true>> => {
  const all: Record<string, true> = Object.create(null)
  for (const name of names.split(' ')) all[name] = true
  return all
}

const hidden = named('script style template noscript svg head')
/** Where a line ends. Within a paragraph `br` does not end it, and the cells of a row are one line. */
const breaks = named(
  'address article aside blockquote body br center dd div dl dt fieldset footer h1 h2 h3 h4 h5 h6 head header hr html li main ' +
    'nav ol p pre section table title tr ul',
)
/** A short text in one of these, at the start of a line, is its label. */
const labels = named('b strong th')

const parts: Readonly<Record<string, PagePart>> = Object.assign(Object.create(null), {
  title: 'title',
  h1: 'heading',
  h2: 'heading',
  p: 'paragraph',
  pre: 'preformatted',
})
const maxWords = 4_000
const maxLine = 300
const maxLines = 64
/** Of a longer text the rest is not brought into one line, which costs more than reading it. */
const maxRead = 65_536

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

/**
 * Markup of any quality as one line of plain text, for a part of a page that is known to matter.
 *
 * @example
 * plainLine('a &amp; <b>b</b>') // 'a & b'
 *
 * @category decoding
 * @since 0.1.0
 */
export const plainLine = (markup: string): string => (typeof markup === 'string' ? oneLine(said(markup)) : '')

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

/** Gathers lines and all visible words while the page is gone through. */
class Reader {
  readonly lines: PageLine[] = []
  words = ''
  isCut = false
  part: PagePart = 'text'
  private line = ''

  add(text: string): void {
    if (this.part !== 'title') this.words += `${text} `
    if (this.lines.length >= maxLines) return
    if (this.part !== 'preformatted') {
      this.line += text
      return
    }
    let at = 0
    for (let end = text.indexOf('\n'); end >= 0 && this.lines.length < maxLines; end = text.indexOf('\n', at)) {
      this.line += text.slice(at, end)
      this.end()
      at = end + 1
    }
    if (this.lines.length < maxLines) this.line += text.slice(at)
  }

  /** What was said so far of this line is the label of what follows. */
  label(): void {
    if (this.line.length <= 40 && /^\s*(?:message|description|type|exception|note|root cause)\s*$/i.test(this.line))
      this.line += ': '
  }

  end(): void {
    const { line, part } = this
    this.line = ''
    if (line === '') return
    // what stands below an empty line is another paragraph, even where no tag says so
    const whole = line.trim()
    const gap = /\n[ \t\r]*\n/.exec(whole)
    const some = (gap === null ? whole : whole.slice(0, gap.index)).slice(0, maxRead)
    const text = oneLine(some)
    if (text === '') return
    if (text.length > maxLine && part !== 'text') this.isCut = true
    this.lines.push({ part, text: cutText(text, maxLine) })
  }
}

const readerOf = (page: string): Reader => {
  const reader = new Reader()
  let at = 0
  let skip = ''
  while (at < page.length) {
    const open = markupFrom(page, at)
    if (skip === '' || reader.part === 'title') {
      const text = said(page.slice(at, open < 0 ? page.length : open))
      if (text !== '') reader.add(text)
    }
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
    if (closing && labels[name]) reader.label()
    const part = parts[name]
    if (breaks[name] && !(name === 'br' && reader.part === 'paragraph')) reader.end()
    if (closing) {
      if (name === skip) skip = ''
      if (part !== undefined) reader.part = 'text'
    } else {
      if (hidden[name] && skip === '' && page[end - 1] !== '/') skip = name
      if (part !== undefined) reader.part = part
      else if (name === 'body' && skip === 'head') skip = ''
    }
  }
  reader.end()
  return reader
}

/**
 * What a person would read out of an error page, and all of its visible text.
 *
 * `sentences` are what may be read out, the best first and each at most 300 characters: what the page itself calls its message,
 * its first paragraph or preformatted line, loose text below the heading, the heading, the title. Lines of a stack and classes of
 * exceptions are left out. They are of its first 64 lines; `words` is the visible text in one line, at most 4,000 characters. None
 * holds markup, nor anything that would become markup if it were shown as such. `cut` says that something of it was longer.
 *
 * @example
 * wordsOfPage('<h1>Oops</h1>').sentences // ['Oops']
 * wordsOfPage('') // { sentences: [], words: '', cut: false }
 *
 * @category decoding
 * @since 0.1.0
 */
export const wordsOfPage = (page: string): PageWords => {
  if (typeof page !== 'string') return { sentences: [], words: '', cut: false }
  const { lines, words: all, isCut } = readerOf(page)
  const words = oneLine(all.length > maxRead ? all.slice(0, maxRead) : all)
  const isMore = words.length > maxWords || (all.length > maxRead && /\S/.test(all.slice(maxRead)))
  return {
    sentences: sentencesOf(lines),
    words: cutText(words, maxWords),
    cut: isCut || isMore,
  }
}

/**
 * The words of an HTML page, without its markup.
 * Comes in: markup of any quality. Goes out: the sentence that a person would read out, and all visible text, bounded.
 * One linear pass; no tree is built, nothing is executed or fetched. This room knows no product.
 */

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

/** One line of plain text: entities resolved, white space folded, anything that still looks like a tag taken out. */
const oneLine = (text: string): string =>
  resolveEntities(text)
    .replace(/<[a-z!/?][^<>]{0,500}>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const hidden: Readonly<Record<string, true>> = {
  script: true,
  style: true,
  template: true,
  noscript: true,
  svg: true,
  head: true,
}
const spoken: Readonly<Record<string, string>> = {
  title: 'title',
  h1: 'heading',
  h2: 'heading',
  p: 'paragraph',
  pre: 'preformatted',
}
const maxWords = 4_000
const maxSentence = 300

interface Pieces {
  title: string
  heading: string
  paragraph: string
  preformatted: string
  words: string
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

const piecesOf = (page: string): Pieces => {
  const pieces: Pieces = { title: '', heading: '', paragraph: '', preformatted: '', words: '' }
  let at = 0
  let part = ''
  let skip = ''
  while (at < page.length && pieces.words.length < maxWords) {
    const open = page.indexOf('<', at)
    const text = page.slice(at, open < 0 ? page.length : open)
    if (text !== '' && (skip === '' || part === 'title')) {
      const key = part as 'title' | 'heading' | 'paragraph' | 'preformatted' | ''
      if (key !== '' && pieces[key].length < maxSentence * 2) pieces[key] += text.slice(0, maxSentence * 2)
      if (key !== 'title') pieces.words += `${text.slice(0, maxWords)} `
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
    if (closing) {
      if (name === skip) skip = ''
      if (spoken[name] !== undefined) part = ''
    } else {
      if (hidden[name] && skip === '' && page[end - 1] !== '/') skip = name
      if (spoken[name] !== undefined) {
        const kind = spoken[name] as 'title' | 'heading' | 'paragraph' | 'preformatted'
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
 * most 300 characters. `words` is the visible text in one line, at most 4,000 characters. Neither holds markup.
 *
 * @category decoding
 * @since 0.1.0
 */
export const wordsOfPage = (page: string): { readonly sentences: readonly string[]; readonly words: string } => {
  const pieces = piecesOf(page)
  const spokenText = [pieces.preformatted, pieces.paragraph, pieces.heading, pieces.title]
  return {
    sentences: spokenText.map(text => oneLine(text).slice(0, maxSentence)).filter(text => text !== ''),
    words: oneLine(pieces.words).slice(0, maxWords),
  }
}

/**
 * The documents as data: their fenced blocks, and the regions that are made from the code.
 * Comes in: README.md, CHANGELOG.md and docs. Goes out: text with the place it came from.
 */
import { readdirSync, readFileSync } from 'node:fs'

export interface Document {
  /** Relative to the root of the repository. */
  readonly file: string
  readonly text: string
}

export interface Block {
  readonly file: string
  /** The line of the opening fence, from 1. */
  readonly line: number
  readonly info: string
  readonly text: string
}

export interface Region {
  /** What is made here, such as `statuses basker`. */
  readonly name: string
  readonly text: string
}

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .map(path => `docs/${path.replace(/\\/g, '/')}`)
  .filter(path => path.endsWith('.md'))
  .sort()

export const documents: readonly Document[] = ['README.md', 'CHANGELOG.md', ...pages].map(file => ({
  file,
  text: readFileSync(file, 'utf8'),
}))

/** Every fenced block. A fence that is never closed is an error of the document. */
export const blocksOf = ({ file, text }: Document): readonly Block[] => {
  const blocks: Block[] = []
  let open: { line: number; info: string; lines: string[] } | undefined
  text.split('\n').forEach((line, i) => {
    const fence = /^```(.*)$/.exec(line)
    if (fence === null) open?.lines.push(line)
    else if (open === undefined) open = { line: i + 1, info: (fence[1] ?? '').trim(), lines: [] }
    else {
      blocks.push({ file, line: open.line, info: open.info, text: open.lines.join('\n') })
      open = undefined
    }
  })
  if (open !== undefined) throw new Error(`${file}:${open.line}: the fence is not closed`)
  return blocks
}

const region = /(<!-- made: ([^>]+?) -->\n?)([\s\S]*?)(<!-- end -->)/g

export const regionsOf = ({ text }: Document): readonly Region[] =>
  [...text.matchAll(region)].map(([, , name = '', made = '']) => ({ name, text: made }))

/** The document with every region made anew. */
export const withRegions = ({ text }: Document, make: (name: string) => string): string =>
  text.replace(region, (_whole, open: string, name: string, _old, close: string) => open + make(name) + close)

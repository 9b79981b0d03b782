/**
 * Text for a terminal: upstream text made harmless, colours, waits in words.
 * Comes in: text of any origin. Goes out: text that cannot move a cursor, reorder a line or start an escape sequence.
 * This room knows no problem.
 */
import { styleText } from 'node:util'
import { printable } from '../http/index.js'

/** @category model @since 0.1.0 */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green'

/** @category model @since 0.1.0 */
export type Paint = (style: Style, text: string) => string

/** Colours, or none. @category constructors @since 0.1.0 */
export const painter = (coloured: boolean): Paint =>
  coloured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text

/** One harmless line of at most `length` characters. @category encoding @since 0.1.0 */
export const shown = (text: string, length = 300): string => printable(text, length)

const maxLines = 20

/** Harmless lines of a text that may have several; what is left out is counted. @category encoding @since 0.1.0 */
export const shownLines = (text: string): string[] => {
  const lines = text.replace(/\t/g, '  ').split(/\r?\n/)
  const kept = lines.slice(0, maxLines).map(line => shown(line))
  return lines.length > maxLines ? [...kept, `… and ${lines.length - maxLines} more lines`] : kept
}

/** A line `label: text`, harmless; none where there is no text. @category encoding @since 0.1.0 */
export const labelled = (label: string, text: string | number | undefined): string[] =>
  text === undefined ? [] : [`${shown(label)}: ${shown(String(text))}`]

/** Milliseconds as a person would say them. @category encoding @since 0.1.0 */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  // rounded up: a wait must not read shorter than it is
  const seconds = Math.ceil(ms / 100) / 10
  if (seconds < 120) return `${seconds} s`
  const whole = Math.ceil(seconds)
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`])).join(' ')
}

/** Columns of equal width; the last is as wide as it likes. @category encoding @since 0.1.0 */
export const columns = (rows: readonly (readonly string[])[], gap = '  '): string[] => {
  const widths: number[] = []
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  return rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(gap)
      .trimEnd(),
  )
}

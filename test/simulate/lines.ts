/**
 * A plot of lines: each is labelled where it ends, and labels that would lie on each other are moved apart.
 */
import { line, type Role, rule, text } from './svg.js'

export interface Axis {
  readonly name: string
  readonly ticks: readonly number[]
  readonly tick: (value: number) => string
  /** Where a value lies, from 0 to 1. */
  readonly scale: (value: number) => number
}

export interface Series {
  readonly name: string
  readonly role: Role | 'limit'
  readonly points: readonly (readonly [number, number])[]
}

const [left, width, labelHeight] = [64, 430, 15] as const

/** Where labels go: as near to where they belong as the height of a line allows, from top to bottom. */
export const apart = (wanted: readonly number[], lowest: number): readonly number[] => {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b)
  const placed = order.map(i => wanted[i] ?? 0)
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i] ?? 0, (placed[i - 1] ?? 0) + labelHeight)
  for (let i = placed.length - 1, most = lowest; i >= 0; i--, most -= labelHeight)
    placed[i] = Math.min(placed[i] ?? 0, most)
  return wanted.map((_, i) => placed[order.indexOf(i)] ?? 0)
}

/** The marks of one plot that begins at `top`. */
export const lines = (top: number, height: number, x: Axis, y: Axis, series: readonly Series[]): readonly string[] => {
  const bottom = top + height
  const xOf = (value: number): number => left + x.scale(value) * width
  const yOf = (value: number): number => bottom - y.scale(value) * height
  const ends = series.map(({ points }) => yOf(points[points.length - 1]?.[1] ?? 0))
  const labels = apart(ends, bottom)
  // ours last, so that nothing hides it
  const order = ['limit', 'peer', 'none', 'ours', 'strict']
  const drawn = [...series].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
  return [
    text(left - 48, top - 14, y.name, 'soft'),
    ...y.ticks.flatMap(value => [
      rule(left, yOf(value), left + width, yOf(value)),
      text(left - 8, yOf(value) + 4, y.tick(value), 'soft end'),
    ]),
    ...x.ticks.map(value => text(xOf(value), bottom + 17, x.tick(value), 'soft middle')),
    text(left + width / 2, bottom + 34, x.name, 'soft middle'),
    ...drawn.map(({ points, role }) =>
      line(
        points.map(([a, b]) => [xOf(a), yOf(b)]),
        role,
      ),
    ),
    ...series.flatMap(({ name, role }, i) => [
      rule(left + width + 3, ends[i] ?? 0, left + width + 18, labels[i] ?? 0, 'leader'),
      text(left + width + 22, (labels[i] ?? 0) + 4, name, role === 'limit' ? 'soft' : role),
    ]),
  ]
}

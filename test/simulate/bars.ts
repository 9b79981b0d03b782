/**
 * A plot of bars: a row for each policy, a column for each circumstance, and each bar says its value.
 */
import { bar, type Role, rule, sheet, text } from './svg.js'

export interface Column {
  readonly title: string
  /** Where the bars begin and where the axis ends. */
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  readonly tick: (value: number) => string
}

export interface Row {
  readonly name: string
  readonly role: Role
  readonly bars: readonly { readonly value: number; readonly label: string }[]
}

const [left, top, rowHeight, columnWidth, barWidth] = [202, 66, 22, 186, 92] as const

export const bars = (
  title: string,
  description: string,
  unit: string,
  columns: readonly Column[],
  rows: readonly Row[],
): string => {
  const bottom = top + rows.length * rowHeight
  const xOf = (column: Column, c: number, value: number): number =>
    left + c * columnWidth + ((value - column.from) / (column.to - column.from)) * barWidth
  const frames = columns.flatMap((column, c) => [
    text(left + c * columnWidth, top - 12, column.title),
    ...column.ticks.flatMap(value => [
      rule(xOf(column, c, value), top - 4, xOf(column, c, value), bottom + 2),
      text(xOf(column, c, value), bottom + 17, column.tick(value), 'soft middle'),
    ]),
  ])
  const marks = rows.flatMap(({ name, role, bars: values }, r) => {
    const y = top + r * rowHeight
    return [
      text(left - 10, y + 15, name, `end ${role}`),
      ...columns.flatMap((column, c) => {
        const { value, label } = values[c] ?? { value: column.from, label: 'no figure' }
        const x = xOf(column, c, Math.max(column.from, value))
        const x0 = xOf(column, c, column.from)
        return [bar(x0, y + 5, Math.max(1, x - x0), rowHeight - 9, role), text(x + 5, y + 15, label, role)]
      }),
    ]
  })
  const axis = text(left, bottom + 35, unit, 'soft')
  return sheet(left + columns.length * columnWidth, bottom + 48, title, description, [...frames, ...marks, axis])
}

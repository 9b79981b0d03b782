/**
 * Marks of a plot as SVG text, and the sheet that they lie on. Colours follow the reader's light or dark scheme, on a ground of their
 * own, so that a plot is legible on any page.
 */

/** The kinds of mark: what is ours, what does without retries, and everybody else. */
export type Role = 'ours' | 'strict' | 'none' | 'peer'

/** Not CSS variables: some who draw SVG know none. */
const colours = ({ ground, ink, soft, rule, ours, strict, peer }: Readonly<Record<string, string>>): string =>
  `.ground{fill:${ground}}text,.bar.none{fill:${ink}}.soft{fill:${soft}}.rule{stroke:${rule}}.leader,.line.limit{stroke:${soft}}.line.none{stroke:${ink}}
text.ours,.bar.ours{fill:${ours}}.line.ours{stroke:${ours}}text.strict,.bar.strict{fill:${strict}}.line.strict{stroke:${strict}}.bar.peer{fill:${peer}}.line.peer{stroke:${peer}}`

const style = `text{font:12px system-ui,sans-serif}.title{font-weight:600;font-size:14px}.end{text-anchor:end}.middle{text-anchor:middle}
.rule{stroke-width:1}.leader{stroke-width:.75}.line{fill:none;stroke-width:1.5;stroke-linejoin:round}
.line.ours{stroke-width:3}.line.strict{stroke-width:2.5;stroke-dasharray:6 4}.line.limit{stroke-dasharray:2 3}
${colours({ ground: '#fff', ink: '#1f2328', soft: '#59636e', rule: '#d1d9e0', ours: '#0550ae', strict: '#1f78d8', peer: '#a07455' })}
@media(prefers-color-scheme:dark){
${colours({ ground: '#0d1117', ink: '#f0f6fc', soft: '#9198a1', rule: '#3d444d', ours: '#79c0ff', strict: '#4b9dff', peer: '#c9a184' })}
}`

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const at = (value: number): string => String(Math.round(value * 10) / 10)

export const text = (x: number, y: number, words: string, classes = ''): string =>
  `<text x="${at(x)}" y="${at(y)}"${classes === '' ? '' : ` class="${classes}"`}>${escaped(words)}</text>`

export const rule = (x1: number, y1: number, x2: number, y2: number, classes = 'rule'): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${classes}"/>`

export const bar = (x: number, y: number, width: number, height: number, role: Role): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" class="bar ${role}"/>`

export const line = (points: readonly (readonly [number, number])[], classes: string): string =>
  `<polyline points="${points.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}" class="line ${classes}"/>`

export const sheet = (
  width: number,
  height: number,
  title: string,
  description: string,
  marks: readonly string[],
): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(description)}</desc>
<style>${style}</style>
<rect width="${width}" height="${height}" rx="6" class="ground"/>
${[text(16, 26, title, 'title'), ...marks].join('\n')}
</svg>
`

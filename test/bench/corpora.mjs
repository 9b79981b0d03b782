/**
 * Bodies as real services send them, made up without chance: the same in every run.
 * Comes in: nothing. Goes out: corpora by size and dialect (texts of distinct bodies), and sets of response fields.
 * Optional members are absent in part of the bodies, and PHP writes its escapes; this room knows no library.
 */

/** mulberry32: small, and the same numbers everywhere. */
const numbersFrom = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const words =
  'order contact price is currency address must be deal not valid email owner stage value name phone tag team too long'.split(
    ' ',
  )

const writer = seed => {
  const next = numbersFrom(seed)
  const int = (from, to) => from + Math.floor(next() * (to - from + 1))
  const one = list => list[int(0, list.length - 1)]
  const times = (count, make) => Array.from({ length: count }, (_, i) => make(i))
  const hex = length => times(length, () => int(0, 15).toString(16)).join('')
  const sentence = (count = int(4, 9)) => `The ${times(count, () => one(words)).join(' ')}.`
  // an API has some hundred names of fields, not a new one in every body
  const path = i =>
    one([`items.${i}.${one(['price', 'quantity'])}`, `items.${i}.${one(words)}`, `${one(words)}_${i % 20}`])
  return { int, one, times, hex, sentence, path, chance: share => next() < share }
}

const basker = ({ one, hex, sentence, chance }, fields) => ({
  error: one(['Unauthorized', 'Not Found', 'Missing tenant', 'Tenant not found', 'Server Error']),
  message: sentence(fields > 0 ? fields * 16 : undefined),
  ...(chance(0.6) ? { requestId: `req_${hex(20)}` } : {}),
})

const base = ({ int, one, times, hex, sentence, path, chance }, fields) => ({
  errors: times(fields || int(1, 2), i => ({
    error: {
      ...(chance(0.8) ? { resource: one(['contact', 'deal', 'lead']) } : {}),
      ...(chance(0.8) ? { field: path(i) } : {}),
      code: one(['blank', 'missing', 'incorrect_value', 'invalid_type', 'not_found']),
      message: sentence(3),
      ...(chance(0.7) ? { details: sentence(9) } : {}),
    },
    ...(chance(0.8) ? { meta: { type: 'error', links: { more_info: 'https://dev.example.com/docs/errors' } } } : {}),
  })),
  meta: {
    type: 'errors_list',
    http_status: '422 Unprocessable Entity',
    ...(chance(0.8) ? { logref: hex(32) } : {}),
    links: { more_info: 'https://dev.example.com/docs/errors' },
  },
})

const laravel = ({ int, times, sentence, path, chance }, fields) => {
  const errors = {}
  for (let i = 0; i < (fields || int(1, 4)); i++) errors[path(i)] = times(chance(0.2) ? 2 : 1, () => sentence())
  return {
    message: chance(0.12) ? 'Données non valides / ungültig.' : 'The given data was invalid.',
    ...(fields === 0 && chance(0.2) ? {} : { errors }),
  }
}

const problemJson = ({ int, one, times, hex, sentence, path, chance }, fields) => ({
  type: `https://api.example.com/problems/${one(words)}-${one(words)}`,
  title: sentence(3),
  status: 422,
  ...(chance(0.8) ? { detail: sentence() } : {}),
  ...(chance(0.6) ? { instance: `/orders/${hex(8)}` } : {}),
  ...(fields === 0 && chance(0.4)
    ? {}
    : {
        errors: times(fields || int(1, 2), i => ({ detail: sentence(), pointer: `#/${path(i).split('.').join('/')}` })),
      }),
})

/** Nobody's: a shape that no dialect claims. */
const unknown = ({ int, one, times, hex, sentence, path, chance }, fields) => ({
  ok: false,
  reason_code: int(1_000, 9_999),
  description: sentence(),
  ...(chance(0.7) ? { correlationId: hex(16) } : {}),
  ...(fields > 0
    ? { issues: times(fields, i => ({ path: path(i), message: sentence(), code: one(['required', 'format']) })) }
    : {}),
  at: { region: one(['eu', 'us']), cell: int(1, 99) },
})

/** As `json_encode` does by default. */
const php = body =>
  JSON.stringify(body)
    .replace(/\//g, '\\/')
    .replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

const dialects = { basker, base, laravel, 'problem-json': problemJson, unknown }
export const sizes = {
  small: { bodies: 64, fields: 0 },
  '20 fields': { bodies: 16, fields: 20 },
  '1,000 fields': { bodies: 4, fields: 1_000 },
}

/** Every size and dialect, and `mixed`: the four that are documented, in rotation. */
export const corpora = Object.entries(sizes).flatMap(([size, { bodies, fields }], row) => {
  const made = Object.entries(dialects).map(([dialect, make], column) => {
    const write = writer(1_000 * row + column + 1)
    const texts = write.times(bodies, () => (dialect === 'laravel' ? php : JSON.stringify)(make(write, fields)))
    return { size, dialect, texts }
  })
  const documented = made.filter(({ dialect }) => dialect !== 'unknown')
  const mixed = {
    size,
    dialect: 'mixed',
    texts: documented[0].texts.flatMap((_, i) => documented.map(({ texts }) => texts[i])),
  }
  return [...made, mixed]
})

const realistic = i => ({
  date: `Tue, 03 Nov 2026 10:${String(i % 60).padStart(2, '0')}:07 GMT`,
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(100 + i),
  connection: 'keep-alive',
  vary: 'Origin, Accept-Encoding',
  'cache-control': 'no-cache, private',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-request-id': `6f2c1d9e-0b7a-4c1f-9d3e-${String(i).padStart(12, '0')}`,
})

/** What comes with the bodies: the label alone, eight usual fields, and a refusal that says when to come back. */
export const circumstances = {
  'content-type': { status: 422, fields: () => ({ 'content-type': 'application/json' }) },
  '8 fields': { status: 422, fields: realistic },
  '429 + wait': { status: 429, fields: i => ({ ...realistic(i), 'retry-after': String(1 + (i % 30)) }) },
}

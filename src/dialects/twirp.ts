/**
 * Twirp: `{ code, msg, meta? }`, where every value of `meta` is a text.
 * Who: https://twitchtv.github.io/twirp/docs/spec_v7.html#error-codes. Observed: twirp-ts and TwirpScript captured, 2026.
 * `deadline_exceeded` is sent as 408 and means the server's own deadline; `meta.argument` names the field of the request.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { parseDuration } from '../http/retry-after.js'
import type { ApiProblem } from '../problem.js'
import { besides, fieldOf, isObj, itemOf, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import { rpcWords } from '../status/rpc-words.js'
import type { ApiWord } from '../status/semantics.js'
import { fix } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const twirpBody = members('TwirpBody', { code: t.string, msg: t.string }, { meta: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type TwirpBody = t.TypeOf<typeof twirpBody>

const { cancelled, deadline_exceeded, data_loss, ...shared } = rpcWords(kind => kind)

const codes: Readonly<Record<TwirpCode, ApiWord>> = {
  ...shared,
  canceled: cancelled,
  malformed: fix('The server could not decode the message: it is malformed or of another content type.'),
  // its status is 408, by which the server has not begun
  deadline_exceeded: { ...deadline_exceeded, advice: 'once' },
  bad_route: { because: 'The path leads to no service or method, or the method is not POST.', kind: 'not_found' },
  dataloss: data_loss,
  data_loss,
}

/** @category dialects @since 0.1.0 */
export type TwirpCode = Exclude<Kind, 'cancelled'> | 'canceled' | 'malformed' | 'bad_route' | 'dataloss'

const known = wordTable<ApiWord>(codes)

/** The code that says a kind; of two that do, the first. */
const codeOfKind = (kind: Kind): string =>
  (Object.keys(codes) as TwirpCode[]).find(code => codes[code].kind === kind) ?? 'unknown'

const inMeta = named({ argument: 'text' })

const toProblem = ({ code, msg, meta }: TwirpBody, { ledger }: Payload): Said => {
  const detail = textOf(msg)
  const silent = msg === '' ? { msg } : undefined
  if (meta === undefined) return { code, detail, extensions: silent }
  const argument = textOf(meta['argument'])
  const left = besides(meta, inMeta, ledger)
  const afterMs = parseDuration(meta['retry_after'] as string)
  return {
    code,
    detail,
    errors: argument === undefined ? undefined : [itemOf({ detail, ...atField(argument), code })],
    wait: afterMs === undefined ? undefined : { afterMs },
    retryable: meta['retryable'] === 'false' ? false : undefined,
    extensions: left === undefined && argument !== undefined ? silent : { ...silent, meta: left ?? {} },
    kept: true,
  }
}

const fromProblem = ({ code, kind, detail, title, errors, extensions, dialect, source }: ApiProblem) => {
  const { meta, ...left } = extensions
  const field = errors.find(({ pointer }) => pointer !== undefined)
  const received = dialect === 'twirp' && source.wireStatus !== undefined
  const argument = field === undefined ? undefined : fieldOf(field, received)
  const about = { ...(isObj(meta) ? meta : {}), ...(argument === undefined ? {} : { argument }) }
  return {
    body: {
      msg: detail ?? title,
      ...left,
      code: code !== undefined && known(code) !== undefined ? code : codeOfKind(kind),
      ...(meta === undefined && argument === undefined ? {} : { meta: about }),
    },
  }
}

const distinctive: Claim = { rung: 'distinctive', because: 'a code of Twirp beside msg' }

/**
 * Twirp, the RPC framework.
 *
 * @see https://twitchtv.github.io/twirp/docs/spec_v7.html#error-codes
 * @category dialects
 * @since 0.1.0
 */
export const twirp: Dialect<'twirp', TwirpBody, TwirpCode> = {
  id: 'twirp',
  title: 'Twirp',
  docs: 'https://twitchtv.github.io/twirp/docs/spec_v7.html#error-codes',
  verified: '2026-11 against the specification (v7) and captures of twirp-ts and TwirpScript',
  shape: {
    required: { code: 'string', msg: 'string' },
    optional: { meta: 'object' },
    absent: ['message', 'error', 'errors', 'status', 'data'],
  },
  body: twirpBody,
  claim: ({ code }) => (known(code) === undefined ? undefined : distinctive),
  toProblem,
  fromProblem,
  codes,
}

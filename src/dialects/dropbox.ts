/**
 * Dropbox API v2: `{ error_summary, error: { ".tag": … }, user_message?: { text, locale } }`, mostly under 409.
 * Who: https://www.dropbox.com/developers/documentation/http/documentation#error-handling. Observed: bodies pasted into issues, 2020 to 2022.
 * The tags from the outside in are the code: `path/not_found`. The summary ends in dots whose number is random, on purpose.
 * A 400 is plain text. A 429 has `error.retry_after` in seconds.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { isObj, type Obj, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, exists, fix, limited, renew } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const dropboxBody = members(
  'DropboxBody',
  { error_summary: t.string, error: t.UnknownRecord },
  { user_message: t.UnknownRecord },
)

/** @category dialects @since 0.1.0 */
export type DropboxBody = t.TypeOf<typeof dropboxBody>

const codes = {
  too_many_requests: limited('Too many requests in this amount of time'),
  too_many_write_operations: limited('Too many write operations in the namespace'),
  'path/too_many_write_operations': limited('Too many write operations in the namespace'),
  expired_access_token: renew('The access token has expired'),
  invalid_access_token: renew('The access token is invalid'),
  missing_scope: { because: 'The token lacks a scope', kind: 'permission_denied', advice: 'reauthenticate' },
  'path/not_found': absent('There is nothing at the given path'),
  'path/malformed_path': fix('The given path does not satisfy the required format'),
  'path/not_file': fix('A file was expected'),
  'path/not_folder': fix('A folder was expected'),
  'path/restricted_content': denied('The content is restricted'),
  'path/no_write_permission': denied('No permission to write'),
  'path/insufficient_space': { because: 'No space left', kind: 'resource_exhausted', advice: 'never' },
  'path/conflict/file': exists('A file is in the way'),
  'path/conflict/folder': exists('A folder is in the way'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type DropboxCode = keyof typeof codes

/** Tags from the outside in: each names the member that says more. */
const tagsOf = (error: Obj): string | undefined => {
  let path: string | undefined
  let at: unknown = error
  for (let depth = 0; depth < 8 && isObj(at); depth++) {
    const tag = at['.tag']
    if (typeof tag !== 'string' || tag === '' || tag.length > 64) return path
    path = path === undefined ? tag : `${path}/${tag}`
    at = at[tag]
  }
  return path
}

/** A limit wraps its reason. */
const codeOf = (error: Obj): string | undefined => tagsOf(isObj(error['reason']) ? error['reason'] : error)

const toProblem = ({ error_summary, error, user_message }: DropboxBody, { ledger }: Payload): Said => {
  const seconds = error['retry_after']
  const text = ledger.text(textOf(user_message?.['text']))
  const lang = ledger.text(textOf(user_message?.['locale']))
  return {
    detail: textOf(error_summary),
    code: codeOf(error),
    userMessage: text === undefined ? undefined : lang === undefined ? { text } : { text, lang },
    wait: typeof seconds === 'number' ? { afterMs: 1_000 * seconds } : undefined,
  }
}

const enveloped: Claim = { rung: 'distinctive', because: 'error_summary beside an error' }

/**
 * The Dropbox API, v2.
 *
 * @see https://www.dropbox.com/developers/documentation/http/documentation#error-handling
 * @category dialects
 * @since 0.1.0
 */
export const dropbox: Dialect<'dropbox', DropboxBody, DropboxCode> = {
  id: 'dropbox',
  title: 'Dropbox',
  docs: 'https://www.dropbox.com/developers/documentation/http/documentation#error-handling',
  verified: '2026-11 against the document and pasted bodies; no live capture',
  shape: { required: { error_summary: 'string', error: 'object' }, optional: { user_message: 'object' } },
  reads: ['error_summary'],
  body: dropboxBody,
  claim: () => enveloped,
  toProblem,
  codes,
}

/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { anthropic } from './anthropic.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { cloudflareApi } from './cloudflare-api.js'
import { discord } from './discord.js'
import { elasticsearch } from './elasticsearch.js'
import { empty } from './empty.js'
import { html } from './html.js'
import { json } from './json.js'
import { laravel } from './laravel.js'
import { openai } from './openai.js'
import { plain } from './plain.js'
import { postgrest } from './postgrest.js'
import { problemJson } from './problem-json.js'
import { text } from './text.js'

export {
  anthropic,
  base,
  basker,
  cloudflareApi,
  discord,
  elasticsearch,
  empty,
  html,
  json,
  laravel,
  openai,
  plain,
  postgrest,
  problemJson,
  text,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  anthropic,
  base,
  basker,
  cloudflareApi,
  discord,
  elasticsearch,
  empty,
  html,
  json,
  laravel,
  openai,
  plain,
  postgrest,
  problemJson,
  text,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'anthropic'
  | 'base'
  | 'basker'
  | 'elasticsearch'
  | 'empty'
  | 'laravel'
  | 'openai'
  | 'plain'
  | 'postgrest'
  | 'problem-json'
  | 'text'

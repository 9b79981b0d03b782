/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { adonis } from './adonis.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { empty } from './empty.js'
import { fastify } from './fastify.js'
import { feathers } from './feathers.js'
import { hapi } from './hapi.js'
import { html } from './html.js'
import { json } from './json.js'
import { laravel } from './laravel.js'
import { nestjs } from './nestjs.js'
import { payload } from './payload.js'
import { plain } from './plain.js'
import { problemJson } from './problem-json.js'
import { text } from './text.js'
import { trpc } from './trpc.js'

export {
  adonis,
  base,
  basker,
  empty,
  fastify,
  feathers,
  hapi,
  html,
  json,
  laravel,
  nestjs,
  payload,
  plain,
  problemJson,
  text,
  trpc,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  adonis,
  base,
  basker,
  empty,
  fastify,
  feathers,
  hapi,
  html,
  json,
  laravel,
  nestjs,
  payload,
  plain,
  problemJson,
  text,
  trpc,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'adonis'
  | 'base'
  | 'basker'
  | 'empty'
  | 'fastify'
  | 'feathers'
  | 'hapi'
  | 'laravel'
  | 'nestjs'
  | 'payload'
  | 'plain'
  | 'problem-json'
  | 'text'
  | 'trpc'

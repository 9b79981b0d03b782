/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { adonis } from './adonis.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { celebrate } from './celebrate.js'
import { couchdb } from './couchdb.js'
import { directus } from './directus.js'
import { elysia } from './elysia.js'
import { empty } from './empty.js'
import { expressValidator } from './express-validator.js'
import { fastify } from './fastify.js'
import { feathers } from './feathers.js'
import { hapi } from './hapi.js'
import { html } from './html.js'
import { json } from './json.js'
import { laravel } from './laravel.js'
import { loopback } from './loopback.js'
import { moleculer } from './moleculer.js'
import { nestjs } from './nestjs.js'
import { openapiValidator } from './openapi-validator.js'
import { payload } from './payload.js'
import { plain } from './plain.js'
import { problemJson } from './problem-json.js'
import { sails } from './sails.js'
import { strapi } from './strapi.js'
import { text } from './text.js'
import { trpc } from './trpc.js'

export {
  adonis,
  base,
  basker,
  celebrate,
  couchdb,
  directus,
  elysia,
  empty,
  expressValidator,
  fastify,
  feathers,
  hapi,
  html,
  json,
  laravel,
  loopback,
  moleculer,
  nestjs,
  openapiValidator,
  payload,
  plain,
  problemJson,
  sails,
  strapi,
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
  celebrate,
  couchdb,
  directus,
  elysia,
  empty,
  expressValidator,
  fastify,
  feathers,
  hapi,
  html,
  json,
  laravel,
  loopback,
  moleculer,
  nestjs,
  openapiValidator,
  payload,
  plain,
  problemJson,
  sails,
  strapi,
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
  | 'loopback'
  | 'nestjs'
  | 'payload'
  | 'plain'
  | 'problem-json'
  | 'strapi'
  | 'text'
  | 'trpc'

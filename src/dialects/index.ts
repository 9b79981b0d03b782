/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { azure } from './azure.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { connect } from './connect.js'
import { empty } from './empty.js'
import { fhir } from './fhir.js'
import { google } from './google.js'
import { graphql } from './graphql.js'
import { html } from './html.js'
import { json } from './json.js'
import { jsonapi } from './jsonapi.js'
import { kubernetes } from './kubernetes.js'
import { laravel } from './laravel.js'
import { oauth2 } from './oauth2.js'
import { plain } from './plain.js'
import { problemJson } from './problem-json.js'
import { scim } from './scim.js'
import { text } from './text.js'
import { twirp } from './twirp.js'
import { vndError } from './vnd-error.js'

export {
  azure,
  base,
  basker,
  connect,
  empty,
  fhir,
  google,
  graphql,
  html,
  json,
  jsonapi,
  kubernetes,
  laravel,
  oauth2,
  plain,
  problemJson,
  scim,
  text,
  twirp,
  vndError,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  azure,
  base,
  basker,
  connect,
  empty,
  fhir,
  google,
  graphql,
  html,
  json,
  jsonapi,
  kubernetes,
  laravel,
  oauth2,
  plain,
  problemJson,
  scim,
  text,
  twirp,
  vndError,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'azure'
  | 'base'
  | 'basker'
  | 'connect'
  | 'empty'
  | 'fhir'
  | 'google'
  | 'graphql'
  | 'jsonapi'
  | 'kubernetes'
  | 'laravel'
  | 'oauth2'
  | 'plain'
  | 'problem-json'
  | 'scim'
  | 'text'
  | 'twirp'
  | 'vnd-error'

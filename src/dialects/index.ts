/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { adyen } from './adyen.js'
import { airtable } from './airtable.js'
import { anthropic } from './anthropic.js'
import { asana } from './asana.js'
import { auth0 } from './auth0.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { cloudflareApi } from './cloudflare-api.js'
import { cloudfoundry } from './cloudfoundry.js'
import { digitalocean } from './digitalocean.js'
import { discord } from './discord.js'
import { docker } from './docker.js'
import { dropbox } from './dropbox.js'
import { elasticsearch } from './elasticsearch.js'
import { empty } from './empty.js'
import { facebookGraph } from './facebook-graph.js'
import { heroku } from './heroku.js'
import { html } from './html.js'
import { intercom } from './intercom.js'
import { json } from './json.js'
import { kong } from './kong.js'
import { laravel } from './laravel.js'
import { mongodbAtlas } from './mongodb-atlas.js'
import { notion } from './notion.js'
import { okta } from './okta.js'
import { openai } from './openai.js'
import { pagerduty } from './pagerduty.js'
import { plain } from './plain.js'
import { podman } from './podman.js'
import { postgrest } from './postgrest.js'
import { problemJson } from './problem-json.js'
import { quickbooks } from './quickbooks.js'
import { sendgrid } from './sendgrid.js'
import { square } from './square.js'
import { text } from './text.js'
import { twitter } from './twitter.js'

export {
  adyen,
  airtable,
  anthropic,
  asana,
  auth0,
  base,
  basker,
  cloudflareApi,
  cloudfoundry,
  digitalocean,
  discord,
  docker,
  dropbox,
  elasticsearch,
  empty,
  facebookGraph,
  heroku,
  html,
  intercom,
  json,
  kong,
  laravel,
  mongodbAtlas,
  notion,
  okta,
  openai,
  pagerduty,
  plain,
  podman,
  postgrest,
  problemJson,
  quickbooks,
  sendgrid,
  square,
  text,
  twitter,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  adyen,
  airtable,
  anthropic,
  asana,
  auth0,
  base,
  basker,
  cloudflareApi,
  cloudfoundry,
  digitalocean,
  discord,
  docker,
  dropbox,
  elasticsearch,
  empty,
  facebookGraph,
  heroku,
  html,
  intercom,
  json,
  kong,
  laravel,
  mongodbAtlas,
  notion,
  okta,
  openai,
  pagerduty,
  plain,
  podman,
  postgrest,
  problemJson,
  quickbooks,
  sendgrid,
  square,
  text,
  twitter,
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

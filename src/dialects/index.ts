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
import { couchdb } from './couchdb.js'
import { digitalocean } from './digitalocean.js'
import { dingo } from './dingo.js'
import { discord } from './discord.js'
import { docker } from './docker.js'
import { dockerRegistry } from './docker-registry.js'
import { drf } from './drf.js'
import { dropbox } from './dropbox.js'
import { elasticsearch } from './elasticsearch.js'
import { empty } from './empty.js'
import { etcd } from './etcd.js'
import { facebookGraph } from './facebook-graph.js'
import { falcon } from './falcon.js'
import { fastapi } from './fastapi.js'
import { grpcGateway } from './grpc-gateway.js'
import { heroku } from './heroku.js'
import { html } from './html.js'
import { influxdb } from './influxdb.js'
import { intercom } from './intercom.js'
import { jetty } from './jetty.js'
import { json } from './json.js'
import { jsonRpc } from './json-rpc.js'
import { kong } from './kong.js'
import { laravel } from './laravel.js'
import { mediawiki } from './mediawiki.js'
import { mongodbAtlas } from './mongodb-atlas.js'
import { notion } from './notion.js'
import { okta } from './okta.js'
import { openai } from './openai.js'
import { openstack } from './openstack.js'
import { pagerduty } from './pagerduty.js'
import { phoenix } from './phoenix.js'
import { plain } from './plain.js'
import { podman } from './podman.js'
import { postgrest } from './postgrest.js'
import { problemJson } from './problem-json.js'
import { prometheus } from './prometheus.js'
import { pyramid } from './pyramid.js'
import { quickbooks } from './quickbooks.js'
import { rabbitmq } from './rabbitmq.js'
import { rails } from './rails.js'
import { sendgrid } from './sendgrid.js'
import { spring } from './spring.js'
import { square } from './square.js'
import { text } from './text.js'
import { twitter } from './twitter.js'
import { wordpress } from './wordpress.js'

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
  couchdb,
  digitalocean,
  dingo,
  discord,
  docker,
  dockerRegistry,
  drf,
  dropbox,
  elasticsearch,
  empty,
  etcd,
  facebookGraph,
  falcon,
  fastapi,
  grpcGateway,
  heroku,
  html,
  influxdb,
  intercom,
  jetty,
  json,
  jsonRpc,
  kong,
  laravel,
  mediawiki,
  mongodbAtlas,
  notion,
  okta,
  openai,
  openstack,
  pagerduty,
  phoenix,
  plain,
  podman,
  postgrest,
  problemJson,
  prometheus,
  pyramid,
  quickbooks,
  rabbitmq,
  rails,
  sendgrid,
  spring,
  square,
  text,
  twitter,
  wordpress,
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
  couchdb,
  digitalocean,
  dingo,
  discord,
  docker,
  dockerRegistry,
  drf,
  dropbox,
  elasticsearch,
  empty,
  etcd,
  facebookGraph,
  falcon,
  fastapi,
  grpcGateway,
  heroku,
  html,
  influxdb,
  intercom,
  jetty,
  json,
  jsonRpc,
  kong,
  laravel,
  mediawiki,
  mongodbAtlas,
  notion,
  okta,
  openai,
  openstack,
  pagerduty,
  phoenix,
  plain,
  podman,
  postgrest,
  problemJson,
  prometheus,
  pyramid,
  quickbooks,
  rabbitmq,
  rails,
  sendgrid,
  spring,
  square,
  text,
  twitter,
  wordpress,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'anthropic'
  | 'base'
  | 'basker'
  | 'dingo'
  | 'docker-registry'
  | 'drf'
  | 'elasticsearch'
  | 'empty'
  | 'falcon'
  | 'fastapi'
  | 'json-rpc'
  | 'laravel'
  | 'openai'
  | 'phoenix'
  | 'plain'
  | 'postgrest'
  | 'problem-json'
  | 'prometheus'
  | 'rails'
  | 'spring'
  | 'text'

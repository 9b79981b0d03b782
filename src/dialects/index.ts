/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { couchdb } from './couchdb.js'
import { dingo } from './dingo.js'
import { dockerRegistry } from './docker-registry.js'
import { drf } from './drf.js'
import { empty } from './empty.js'
import { etcd } from './etcd.js'
import { falcon } from './falcon.js'
import { fastapi } from './fastapi.js'
import { grpcGateway } from './grpc-gateway.js'
import { html } from './html.js'
import { influxdb } from './influxdb.js'
import { jetty } from './jetty.js'
import { json } from './json.js'
import { jsonRpc } from './json-rpc.js'
import { laravel } from './laravel.js'
import { mediawiki } from './mediawiki.js'
import { openstack } from './openstack.js'
import { phoenix } from './phoenix.js'
import { plain } from './plain.js'
import { problemJson } from './problem-json.js'
import { prometheus } from './prometheus.js'
import { pyramid } from './pyramid.js'
import { rabbitmq } from './rabbitmq.js'
import { rails } from './rails.js'
import { spring } from './spring.js'
import { text } from './text.js'
import { wordpress } from './wordpress.js'

export {
  base,
  basker,
  couchdb,
  dingo,
  dockerRegistry,
  drf,
  empty,
  etcd,
  falcon,
  fastapi,
  grpcGateway,
  html,
  influxdb,
  jetty,
  json,
  jsonRpc,
  laravel,
  mediawiki,
  openstack,
  phoenix,
  plain,
  problemJson,
  prometheus,
  pyramid,
  rabbitmq,
  rails,
  spring,
  text,
  wordpress,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  base,
  basker,
  couchdb,
  dingo,
  dockerRegistry,
  drf,
  empty,
  etcd,
  falcon,
  fastapi,
  grpcGateway,
  html,
  influxdb,
  jetty,
  json,
  jsonRpc,
  laravel,
  mediawiki,
  openstack,
  phoenix,
  plain,
  problemJson,
  prometheus,
  pyramid,
  rabbitmq,
  rails,
  spring,
  text,
  wordpress,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'base'
  | 'basker'
  | 'dingo'
  | 'docker-registry'
  | 'drf'
  | 'empty'
  | 'falcon'
  | 'fastapi'
  | 'json-rpc'
  | 'laravel'
  | 'phoenix'
  | 'plain'
  | 'problem-json'
  | 'prometheus'
  | 'rails'
  | 'spring'
  | 'text'

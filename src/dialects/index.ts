/**
 * The built-in dialects, alphabetically, and which of them are asked when nobody else claims a body.
 * Order never decides anything: detection settles every list in every order alike.
 */
import type { AnyDialect } from '../dialect.js'
import { adonis } from './adonis.js'
import { adyen } from './adyen.js'
import { airtable } from './airtable.js'
import { anthropic } from './anthropic.js'
import { asana } from './asana.js'
import { auth0 } from './auth0.js'
import { aws } from './aws.js'
import { azure } from './azure.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { celebrate } from './celebrate.js'
import { cloudflareApi } from './cloudflare-api.js'
import { cloudfoundry } from './cloudfoundry.js'
import { connect } from './connect.js'
import { couchdb } from './couchdb.js'
import { digitalocean } from './digitalocean.js'
import { dingo } from './dingo.js'
import { directus } from './directus.js'
import { discord } from './discord.js'
import { docker } from './docker.js'
import { dockerRegistry } from './docker-registry.js'
import { drf } from './drf.js'
import { dropbox } from './dropbox.js'
import { elasticsearch } from './elasticsearch.js'
import { elysia } from './elysia.js'
import { empty } from './empty.js'
import { etcd } from './etcd.js'
import { expressValidator } from './express-validator.js'
import { facebookGraph } from './facebook-graph.js'
import { falcon } from './falcon.js'
import { fastapi } from './fastapi.js'
import { fastify } from './fastify.js'
import { feathers } from './feathers.js'
import { fhir } from './fhir.js'
import { github } from './github.js'
import { gitlab } from './gitlab.js'
import { google } from './google.js'
import { graphql } from './graphql.js'
import { grpcGateway } from './grpc-gateway.js'
import { hapi } from './hapi.js'
import { heroku } from './heroku.js'
import { html } from './html.js'
import { hubspot } from './hubspot.js'
import { influxdb } from './influxdb.js'
import { intercom } from './intercom.js'
import { jetty } from './jetty.js'
import { jira } from './jira.js'
import { json } from './json.js'
import { jsonRpc } from './json-rpc.js'
import { jsonapi } from './jsonapi.js'
import { kong } from './kong.js'
import { kubernetes } from './kubernetes.js'
import { laravel } from './laravel.js'
import { loopback } from './loopback.js'
import { mediawiki } from './mediawiki.js'
import { moleculer } from './moleculer.js'
import { mongodbAtlas } from './mongodb-atlas.js'
import { nestjs } from './nestjs.js'
import { notion } from './notion.js'
import { oauth2 } from './oauth2.js'
import { odataXml } from './odata-xml.js'
import { okta } from './okta.js'
import { openai } from './openai.js'
import { openapiValidator } from './openapi-validator.js'
import { openstack } from './openstack.js'
import { pagerduty } from './pagerduty.js'
import { payload } from './payload.js'
import { paypal } from './paypal.js'
import { phoenix } from './phoenix.js'
import { plain } from './plain.js'
import { podman } from './podman.js'
import { postgrest } from './postgrest.js'
import { problemJson } from './problem-json.js'
import { problemXml } from './problem-xml.js'
import { prometheus } from './prometheus.js'
import { pyramid } from './pyramid.js'
import { quickbooks } from './quickbooks.js'
import { rabbitmq } from './rabbitmq.js'
import { rails } from './rails.js'
import { sails } from './sails.js'
import { salesforce } from './salesforce.js'
import { scim } from './scim.js'
import { sendgrid } from './sendgrid.js'
import { shopify } from './shopify.js'
import { slack } from './slack.js'
import { soap } from './soap.js'
import { spring } from './spring.js'
import { square } from './square.js'
import { strapi } from './strapi.js'
import { stripe } from './stripe.js'
import { text } from './text.js'
import { trpc } from './trpc.js'
import { twilio } from './twilio.js'
import { twirp } from './twirp.js'
import { twitter } from './twitter.js'
import { vndError } from './vnd-error.js'
import { webdav } from './webdav.js'
import { wordpress } from './wordpress.js'
import { xmlRpc } from './xml-rpc.js'
import { zendesk } from './zendesk.js'

export {
  adonis,
  adyen,
  airtable,
  anthropic,
  asana,
  auth0,
  aws,
  azure,
  base,
  basker,
  celebrate,
  cloudflareApi,
  cloudfoundry,
  connect,
  couchdb,
  digitalocean,
  dingo,
  directus,
  discord,
  docker,
  dockerRegistry,
  drf,
  dropbox,
  elasticsearch,
  elysia,
  empty,
  etcd,
  expressValidator,
  facebookGraph,
  falcon,
  fastapi,
  fastify,
  feathers,
  fhir,
  github,
  gitlab,
  google,
  graphql,
  grpcGateway,
  hapi,
  heroku,
  html,
  hubspot,
  influxdb,
  intercom,
  jetty,
  jira,
  json,
  jsonapi,
  jsonRpc,
  kong,
  kubernetes,
  laravel,
  loopback,
  mediawiki,
  moleculer,
  mongodbAtlas,
  nestjs,
  notion,
  oauth2,
  odataXml,
  okta,
  openai,
  openapiValidator,
  openstack,
  pagerduty,
  payload,
  paypal,
  phoenix,
  plain,
  podman,
  postgrest,
  problemJson,
  problemXml,
  prometheus,
  pyramid,
  quickbooks,
  rabbitmq,
  rails,
  sails,
  salesforce,
  scim,
  sendgrid,
  shopify,
  slack,
  soap,
  spring,
  square,
  strapi,
  stripe,
  text,
  trpc,
  twilio,
  twirp,
  twitter,
  vndError,
  webdav,
  wordpress,
  xmlRpc,
  zendesk,
}

/** One for each kind of content, whatever it says. @category dialects @since 0.1.0 */
export const fallbacks: readonly AnyDialect[] = [empty, html, json, text]

/** All built-in dialects. @category dialects @since 0.1.0 */
export const dialects: readonly AnyDialect[] = [
  adonis,
  adyen,
  airtable,
  anthropic,
  asana,
  auth0,
  aws,
  azure,
  base,
  basker,
  celebrate,
  cloudflareApi,
  cloudfoundry,
  connect,
  couchdb,
  digitalocean,
  dingo,
  directus,
  discord,
  docker,
  dockerRegistry,
  drf,
  dropbox,
  elasticsearch,
  elysia,
  empty,
  etcd,
  expressValidator,
  facebookGraph,
  falcon,
  fastapi,
  fastify,
  feathers,
  fhir,
  github,
  gitlab,
  google,
  graphql,
  grpcGateway,
  hapi,
  heroku,
  html,
  hubspot,
  influxdb,
  intercom,
  jetty,
  jira,
  json,
  jsonRpc,
  jsonapi,
  kong,
  kubernetes,
  laravel,
  loopback,
  mediawiki,
  moleculer,
  mongodbAtlas,
  nestjs,
  notion,
  oauth2,
  odataXml,
  okta,
  openai,
  openapiValidator,
  openstack,
  pagerduty,
  payload,
  paypal,
  phoenix,
  plain,
  podman,
  postgrest,
  problemJson,
  problemXml,
  prometheus,
  pyramid,
  quickbooks,
  rabbitmq,
  rails,
  sails,
  salesforce,
  scim,
  sendgrid,
  shopify,
  slack,
  soap,
  spring,
  square,
  strapi,
  stripe,
  text,
  trpc,
  twilio,
  twirp,
  twitter,
  vndError,
  webdav,
  wordpress,
  xmlRpc,
  zendesk,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'adonis'
  | 'anthropic'
  | 'aws'
  | 'azure'
  | 'base'
  | 'basker'
  | 'connect'
  | 'dingo'
  | 'docker-registry'
  | 'drf'
  | 'elasticsearch'
  | 'empty'
  | 'falcon'
  | 'fastapi'
  | 'fastify'
  | 'feathers'
  | 'fhir'
  | 'github'
  | 'google'
  | 'graphql'
  | 'hapi'
  | 'jira'
  | 'json-rpc'
  | 'jsonapi'
  | 'kubernetes'
  | 'laravel'
  | 'loopback'
  | 'nestjs'
  | 'oauth2'
  | 'openai'
  | 'payload'
  | 'phoenix'
  | 'plain'
  | 'postgrest'
  | 'problem-json'
  | 'problem-xml'
  | 'prometheus'
  | 'rails'
  | 'scim'
  | 'soap'
  | 'spring'
  | 'strapi'
  | 'stripe'
  | 'text'
  | 'trpc'
  | 'twilio'
  | 'twirp'
  | 'vnd-error'
  | 'webdav'

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
import { aws } from './aws.js'
import { azure } from './azure.js'
import { base } from './base.js'
import { basker } from './basker.js'
import { cloudflareApi } from './cloudflare-api.js'
import { cloudfoundry } from './cloudfoundry.js'
import { connect } from './connect.js'
import { digitalocean } from './digitalocean.js'
import { discord } from './discord.js'
import { docker } from './docker.js'
import { dropbox } from './dropbox.js'
import { elasticsearch } from './elasticsearch.js'
import { empty } from './empty.js'
import { facebookGraph } from './facebook-graph.js'
import { fhir } from './fhir.js'
import { github } from './github.js'
import { gitlab } from './gitlab.js'
import { google } from './google.js'
import { graphql } from './graphql.js'
import { heroku } from './heroku.js'
import { html } from './html.js'
import { hubspot } from './hubspot.js'
import { intercom } from './intercom.js'
import { jira } from './jira.js'
import { json } from './json.js'
import { jsonapi } from './jsonapi.js'
import { kong } from './kong.js'
import { kubernetes } from './kubernetes.js'
import { laravel } from './laravel.js'
import { mongodbAtlas } from './mongodb-atlas.js'
import { notion } from './notion.js'
import { oauth2 } from './oauth2.js'
import { okta } from './okta.js'
import { openai } from './openai.js'
import { pagerduty } from './pagerduty.js'
import { paypal } from './paypal.js'
import { plain } from './plain.js'
import { podman } from './podman.js'
import { postgrest } from './postgrest.js'
import { problemJson } from './problem-json.js'
import { quickbooks } from './quickbooks.js'
import { salesforce } from './salesforce.js'
import { scim } from './scim.js'
import { sendgrid } from './sendgrid.js'
import { shopify } from './shopify.js'
import { slack } from './slack.js'
import { square } from './square.js'
import { stripe } from './stripe.js'
import { text } from './text.js'
import { twilio } from './twilio.js'
import { twirp } from './twirp.js'
import { twitter } from './twitter.js'
import { vndError } from './vnd-error.js'
import { zendesk } from './zendesk.js'

export {
  adyen,
  airtable,
  anthropic,
  asana,
  auth0,
  aws,
  azure,
  base,
  basker,
  cloudflareApi,
  cloudfoundry,
  connect,
  digitalocean,
  discord,
  docker,
  dropbox,
  elasticsearch,
  empty,
  facebookGraph,
  fhir,
  github,
  gitlab,
  google,
  graphql,
  heroku,
  html,
  hubspot,
  intercom,
  jira,
  json,
  jsonapi,
  kong,
  kubernetes,
  laravel,
  mongodbAtlas,
  notion,
  oauth2,
  okta,
  openai,
  pagerduty,
  paypal,
  plain,
  podman,
  postgrest,
  problemJson,
  quickbooks,
  salesforce,
  scim,
  sendgrid,
  shopify,
  slack,
  square,
  stripe,
  text,
  twilio,
  twirp,
  twitter,
  vndError,
  zendesk,
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
  aws,
  azure,
  base,
  basker,
  cloudflareApi,
  cloudfoundry,
  connect,
  digitalocean,
  discord,
  docker,
  dropbox,
  elasticsearch,
  empty,
  facebookGraph,
  fhir,
  github,
  gitlab,
  google,
  graphql,
  heroku,
  html,
  hubspot,
  intercom,
  jira,
  json,
  jsonapi,
  kong,
  kubernetes,
  laravel,
  mongodbAtlas,
  notion,
  oauth2,
  okta,
  openai,
  pagerduty,
  paypal,
  plain,
  podman,
  postgrest,
  problemJson,
  quickbooks,
  salesforce,
  scim,
  sendgrid,
  shopify,
  slack,
  square,
  stripe,
  text,
  twilio,
  twirp,
  twitter,
  vndError,
  zendesk,
]

/** Ids of the built-in dialects that have a way back out. @category dialects @since 0.1.0 */
export type EncodableId =
  | 'anthropic'
  | 'aws'
  | 'azure'
  | 'base'
  | 'basker'
  | 'connect'
  | 'elasticsearch'
  | 'empty'
  | 'fhir'
  | 'github'
  | 'google'
  | 'graphql'
  | 'jira'
  | 'jsonapi'
  | 'kubernetes'
  | 'laravel'
  | 'oauth2'
  | 'openai'
  | 'plain'
  | 'postgrest'
  | 'problem-json'
  | 'scim'
  | 'stripe'
  | 'text'
  | 'twilio'
  | 'twirp'
  | 'vnd-error'

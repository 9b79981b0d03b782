/**
 * How the official client of an API is called, and where it puts what it was told.
 * Comes in: the address of a server that answers with failures, and how often to send again. Goes out: the client's own error, and its
 * members in our words. `heedsVeto` are those that know a field which forbids to send again; that of AWS knows none.
 */
import Anthropic from '@anthropic-ai/sdk'
import {
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  ResourceNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb'
import { request } from '@octokit/request'
import { RequestError } from '@octokit/request-error'
import { Gaxios, GaxiosError } from 'gaxios'
import OpenAI from 'openai'
import Stripe from 'stripe'

/** The class that a client documents for a status: that of the row, else that of the hundreds, else the general one. */
const byStatus =
  classes =>
  ({ status }) =>
    classes[status] ?? (status >= 500 ? classes.server : undefined) ?? classes.any

/** The errors that the model of the service names; all others are of the general class. */
const modelled = { ResourceNotFoundException, ThrottlingException }

const { errors: failures } = Stripe

export const clients = {
  stripe: {
    heedsVeto: true,
    call: (url, retries = 0) => {
      const { hostname, port } = new URL(url)
      const options = { host: hostname, port, protocol: 'http', maxNetworkRetries: retries, telemetry: false }
      return new Stripe('sk_test_1', options).charges.create({ amount: 1, currency: 'eur' })
    },
    classOf: byStatus({
      400: failures.StripeInvalidRequestError,
      401: failures.StripeAuthenticationError,
      402: failures.StripeCardError,
      403: failures.StripePermissionError,
      404: failures.StripeInvalidRequestError,
      429: failures.StripeRateLimitError,
      any: failures.StripeAPIError,
    }),
    read: ({ statusCode, code, message, requestId, param }) => ({
      status: statusCode,
      code,
      message,
      requestId,
      field: param,
    }),
    field: 'items[0][amount]',
    userMessage: ({ userMessage }) => userMessage,
  },
  openai: {
    heedsVeto: true,
    call: (url, retries = 0) => new OpenAI({ apiKey: 'k', baseURL: url, maxRetries: retries }).models.list(),
    classOf: byStatus({
      400: OpenAI.BadRequestError,
      401: OpenAI.AuthenticationError,
      403: OpenAI.PermissionDeniedError,
      404: OpenAI.NotFoundError,
      409: OpenAI.ConflictError,
      422: OpenAI.UnprocessableEntityError,
      429: OpenAI.RateLimitError,
      server: OpenAI.InternalServerError,
      any: OpenAI.APIError,
    }),
    read: ({ status, code, error, requestID, param }) => ({
      status,
      code: code ?? undefined,
      message: error?.message,
      requestId: requestID ?? undefined,
      field: param ?? undefined,
    }),
    field: '/items/0/amount',
  },
  anthropic: {
    heedsVeto: true,
    call: (url, retries = 0) => new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: retries }).models.list(),
    classOf: byStatus({
      400: Anthropic.BadRequestError,
      401: Anthropic.AuthenticationError,
      402: Anthropic.PaymentRequiredError,
      403: Anthropic.PermissionDeniedError,
      404: Anthropic.NotFoundError,
      408: Anthropic.RequestTimeoutError,
      409: Anthropic.ConflictError,
      412: Anthropic.PreconditionFailedError,
      413: Anthropic.ContentTooLargeError,
      422: Anthropic.UnprocessableEntityError,
      429: Anthropic.RateLimitError,
      499: Anthropic.ClientClosedRequestError,
      501: Anthropic.NotImplementedError,
      503: Anthropic.ServiceUnavailableError,
      504: Anthropic.GatewayTimeoutError,
      529: Anthropic.OverloadedError,
      server: Anthropic.InternalServerError,
      any: Anthropic.APIError,
    }),
    read: ({ status, type, apiMessage, requestID }) => ({
      status,
      code: type,
      message: apiMessage,
      requestId: requestID ?? undefined,
    }),
    // an error without a code of its own is named for its category
    category: {
      not_found: 'not_found_error',
      unauthenticated: 'authentication_error',
      permission_denied: 'permission_error',
    },
  },
  github: {
    call: url => request(`GET ${url}/user`, { request: { log: { warn() {} } } }),
    classOf: () => RequestError,
    read: ({ status, response }) => ({
      status,
      message: response.data.message,
      requestId: response.headers['x-github-request-id'],
      field: response.data.errors?.[0]?.field,
    }),
    field: 'items.0.amount',
  },
  google: {
    call: url => new Gaxios({ retry: false }).request({ url, responseType: 'json' }),
    classOf: () => GaxiosError,
    read: ({ code, message, cause, response }) => ({
      status: code,
      code: cause.details?.find(detail => detail['@type'].endsWith('ErrorInfo'))?.reason,
      message,
      requestId: response.headers.get('x-request-id') ?? undefined,
      field: cause.details?.find(detail => detail['@type'].endsWith('BadRequest'))?.fieldViolations[0].field,
      kind: cause.status,
    }),
    field: 'items[0].amount',
  },
  aws: {
    call: url => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 's' }
      const client = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials, maxAttempts: 1 })
      return client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } }))
    },
    classOf: (_, error) => modelled[error.name] ?? DynamoDBServiceException,
    read: ({ name, message, $metadata }) => ({
      status: $metadata.httpStatusCode,
      code: name,
      message,
      requestId: $metadata.requestId,
    }),
    category: { not_found: 'ResourceNotFoundException', invalid_argument: 'ValidationException' },
  },
}

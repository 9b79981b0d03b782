/**
 * An API that documents a table of status codes and no envelope: its table speaks when the caller pins it.
 * Who: the status-code page of an unnamed API (seed 003). Observed: the document, November 2026.
 * There is nothing to recognise, so it never claims a body; what the body says is read by the fallbacks.
 */
import * as t from 'io-ts'
import type { Dialect } from '../dialect.js'
import type { StatusWords } from '../status/semantics.js'

const statuses: StatusWords = {
  200: {
    because:
      'The request was successful, and the server responded with the requested data. This is the standard response for successful HTTP requests.',
  },
  400: {
    meaning:
      'The server could not understand the request due to invalid syntax. This often means there is something wrong with the request body, parameters, or query string.',
    because:
      'If required fields are missing, JSON formatting is incorrect, or data types do not match the API specification.',
    advice: 'fix-request',
  },
  401: {
    meaning:
      'Authentication is required and has either not been provided or failed. The client must authenticate itself to get the requested response.',
    because:
      'The client must authenticate itself to get the requested response. When API requests are made without a valid authentication token or with invalid credentials.',
    advice: 'reauthenticate',
  },
  403: {
    meaning: 'The client is authenticated but does not have permission to access the requested resource.',
    because: 'Authorization will not help, and the request should not be repeated.',
    advice: 'never',
  },
  404: {
    meaning:
      'The requested resource could not be found on the server. This can happen if the endpoint URL is incorrect or the resource does not exist.',
    because: 'When requesting a specific resource that does not exist, or using a wrong API endpoint.',
    advice: 'never',
  },
  405: {
    meaning:
      'The method specified in the request is not allowed for the resource. For example, trying to use POST on a resource that only supports GET.',
    because: 'If you try to use an unsupported HTTP method for an endpoint.',
    advice: 'fix-request',
  },
  429: {
    meaning: 'The user has sent too many requests in a given amount of time ("rate limiting").',
    because:
      "The response may include information about how long to wait before making a new request. If you exceed the API's rate limits.",
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
  500: {
    meaning:
      'An unexpected condition was encountered by the server. This is a generic error message indicating the server failed to fulfill a valid request.',
    because: 'When something goes wrong on the server side, often unrelated to the request.',
  },
  502: {
    meaning: 'The server was acting as a gateway or proxy and received an invalid response from the upstream server.',
    because: 'If the API relies on other services that are currently failing.',
  },
  503: {
    meaning: 'The server is currently unable to handle the request due to temporary overload or scheduled maintenance.',
    because: 'During server maintenance or temporary overloading.',
  },
  504: {
    meaning:
      'The server was acting as a gateway or proxy and did not receive a timely response from the upstream server.',
    because: 'If the API takes too long to get a response from another service it depends on.',
  },
}

/**
 * An API without an envelope. Pin it: `createNormalizer({ pinned: 'plain' })`.
 *
 * @category dialects
 * @since 0.1.0
 */
export const plain: Dialect<'plain', unknown, never> = {
  id: 'plain',
  title: 'Plain API',
  docs: 'A status-code page; the API is not named in it',
  verified: '2026-11 against the document; it describes no envelope',
  shape: [],
  body: t.unknown,
  claim: () => undefined,
  toProblem: () => ({}),
  fromProblem: () => ({ body: undefined }),
  statuses,
}

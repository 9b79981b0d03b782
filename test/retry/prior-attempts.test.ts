import { expect, it } from 'vitest'
import { priorAttemptsOf } from '../../src/retry/prior-attempts.js'

it.each([
  [{ 'X-Envoy-Attempt-Count': '1' }, 0],
  [{ 'x-envoy-attempt-count': '3' }, 2],
  [{ 'x-envoy-attempt-count': '0' }, 0],
  [{ 'amz-sdk-request': 'attempt=1; max=3' }, 0],
  [{ 'amz-sdk-request': 'ttl=20261120T120000Z; attempt=2; max=3' }, 1],
  [{ 'amz-sdk-request': 'attempt=2' }, 1],
  [{ 'X-Stainless-Retry-Count': '0' }, 0],
  [{ 'X-Stainless-Retry-Count': '2' }, 2],
  [{ 'grpc-previous-rpc-attempts': '1' }, 1],
  [
    [
      ['x-stainless-retry-count', '1'],
      ['x-envoy-attempt-count', '2'],
    ] as [string, string][],
    2,
  ],
  [new Headers({ 'x-stainless-retry-count': '1' }), 1],
])('%j is %j', (headers, prior) => expect(priorAttemptsOf(headers)).toBe(prior))

it.each([
  {},
  { 'x-envoy-attempt-count': '-1' },
  { 'x-envoy-attempt-count': '1, 2' },
  { 'x-envoy-attempt-count': '1e9' },
  { 'x-envoy-attempt-count': '9'.repeat(400) },
  { 'amz-sdk-request': 'max=3' },
  { 'amz-sdk-request': 'xattempt=2' },
  { 'amz-sdk-request': `${';'.repeat(5_000)}attempt=2` },
  { 'x-stainless-retry-count': 'many' },
  { 'x-attempt': '3' },
  null as never,
])('%j says nothing', headers => expect(priorAttemptsOf(headers)).toBe(undefined))

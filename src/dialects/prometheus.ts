/**
 * Prometheus and servers with its API: `{ status: "error", errorType, error }`.
 * Who: prometheus/prometheus web/api/v1. Observed: captures of Prometheus 2.42 and VictoriaMetrics 1.79, 2026.
 * `errorType` is the code, but VictoriaMetrics puts the status there; `unavailable` also means "switched off", under 500.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { ApiProblem } from '../problem.js'
import { textOf } from '../reading.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, fault, fix } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const prometheusBody = members('PrometheusBody', { status: t.string, errorType: t.string, error: t.string })

/** @category dialects @since 0.1.0 */
export type PrometheusBody = t.TypeOf<typeof prometheusBody>

const codes = {
  bad_data: fix('A parameter is missing or wrong.'),
  canceled: { because: 'The query was cancelled before it ended.', kind: 'cancelled' },
  execution: { because: 'The expression cannot be executed.', kind: 'failed_precondition', advice: 'fix-request' },
  internal: fault('The server failed.'),
  not_acceptable: fix('There is no format that the client accepts.'),
  not_found: absent('There is nothing of this name.'),
  timeout: { because: 'The query took longer than it may.', kind: 'deadline_exceeded' },
  unavailable: { because: 'The service is not ready, or this part of it is switched off.', kind: 'unavailable' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type PrometheusCode = keyof typeof codes

const typeOfKind: Partial<Readonly<Record<Kind, PrometheusCode>>> = {
  invalid_argument: 'bad_data',
  cancelled: 'canceled',
  failed_precondition: 'execution',
  not_found: 'not_found',
  deadline_exceeded: 'timeout',
  unavailable: 'unavailable',
}

const fromProblem = (problem: ApiProblem) => {
  const { status, kind, code, detail, title, extensions } = problem
  const own = problem.dialect === 'prometheus'
  const { error, ...others } = extensions
  return {
    body: {
      status: 'error',
      // a type that said nothing but the status was no code
      errorType: own ? (code ?? others['errorType'] ?? String(status)) : (typeOfKind[kind] ?? 'internal'),
      error: own ? (detail ?? error ?? '') : (detail ?? title),
      ...(own ? others : {}),
    },
  }
}

const distinctive: Claim = { rung: 'distinctive', because: 'the status "error" with errorType and error' }

/**
 * The HTTP API of Prometheus.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 * @category dialects
 * @since 0.1.0
 */
export const prometheus: Dialect<'prometheus', PrometheusBody, PrometheusCode> = {
  id: 'prometheus',
  title: 'Prometheus HTTP API',
  docs: 'https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview',
  verified: '2026-11 against captures of Prometheus 2.42 and VictoriaMetrics 1.79',
  shape: { required: { status: 'string', errorType: 'string', error: 'string' } },
  reads: ['errorType', 'error'],
  body: prometheusBody,
  claim: ({ status }) => (status === 'error' ? distinctive : undefined),
  toProblem: ({ errorType, error }, { ledger }) => {
    let left = error === '' ? ledger.keep(undefined, 'error', error) : undefined
    if (errorType === '') left = ledger.keep(left, 'errorType', errorType)
    return { detail: textOf(error), code: textOf(errorType), extensions: left, kept: true }
  },
  fromProblem,
  codes,
}

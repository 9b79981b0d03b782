/**
 * Docker Engine: `{ message }`, known by its fields alone.
 * Who: https://docs.docker.com/reference/api/engine/. Observed: Docker 20.10 run locally, 2026.
 * Without `Server: Docker/…` or `Docker-Experimental` the body could be anybody's, and is not claimed.
 * A body that is no JSON is the client's fault, and yet a 500.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { StatusWords } from '../status/semantics.js'
import { unmet } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const dockerBody = members('DockerBody', { message: t.string })

/** @category dialects @since 0.1.0 */
export type DockerBody = t.TypeOf<typeof dockerBody>

const statuses: StatusWords = {
  404: { because: 'No such container, image, network or volume', advice: 'never' },
  406: { because: 'Impossible to attach', advice: 'never' },
  409: { because: 'The name is in use, or the object is in another state', advice: 'resolve-conflict' },
  503: unmet('The node is not part of a swarm'),
}

const daemon: Claim = { rung: 'declared', because: 'the field Server or Docker-Experimental of a Docker daemon' }

/**
 * The Docker Engine API.
 *
 * @see https://docs.docker.com/reference/api/engine/
 * @category dialects
 * @since 0.1.0
 */
export const docker: Dialect<'docker', DockerBody, never> = {
  id: 'docker',
  title: 'Docker Engine',
  docs: 'https://docs.docker.com/reference/api/engine/',
  verified: '2026-11 against a capture of Docker 20.10.24',
  shape: { required: { message: 'string' }, closed: true, fields: ['docker-experimental', 'server'] },
  body: dockerBody,
  claim: (_body, { fields }) =>
    fields.get('docker-experimental') !== undefined || fields.get('server')?.startsWith('Docker/') === true
      ? daemon
      : undefined,
  toProblem: ({ message }) => ({ detail: textOf(message) }),
  statuses,
}

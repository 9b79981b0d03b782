/**
 * Three small servers on loopback, each with a dialect of its own; one client that understands them all.
 * Run it with `npm run demo`. It stops by itself.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { decideRetry } from 'problem-dialects'
import { problemFromResponse } from 'problem-dialects/fetch'

const upstreams = {
  Basker: {
    '/document': {
      status: 500,
      body: {
        error: 'Server Error',
        message: 'An unexpected error occurred',
        requestId: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
      },
    },
  },
  Base: {
    '/contact': {
      status: 422,
      body: {
        errors: [
          {
            error: {
              resource: 'Contact',
              field: '/data/last_name',
              code: 'blank',
              message: "attribute can't be blank",
            },
            meta: { type: 'error' },
          },
        ],
        meta: {
          type: 'errors',
          http_status: '422 Unprocessable Entity',
          logref: 'b4bce554-8df2-48b1-9f68-a88e741463f0',
        },
      },
    },
  },
  Laravel: {
    '/order': {
      status: 422,
      body: {
        message: 'The given data was invalid.',
        errors: {
          email: ['The email field is required.', 'The email must be a valid email address.'],
          amount: ['The amount must be greater than 0.'],
        },
      },
    },
    '/busy': { status: 429, headers: { 'retry-after': '7' }, body: { message: 'Too Many Attempts.' } },
  },
}

/** A server that gives every path its answer. */
const serve = async answers => {
  const server = createServer((request, response) => {
    const { status, headers, body } = answers[request.url]
    response.writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const report = (name, upstreamBody, problem) => {
  const { status, kind, code, detail, errors, requestId, dialect, retry } = problem
  const { advice, maxAttempts, retryAfterMs } = retry
  const shown = { status, kind, code, detail, errors, requestId, dialect, retry: { advice, maxAttempts, retryAfterMs } }
  console.log(`── ${name} answers ${status}\n${JSON.stringify(upstreamBody, null, 2)}`)
  console.log(`── which is\n${JSON.stringify(shown, null, 2)}`)
  console.log(`   because: ${retry.because}`)
  for (const method of ['GET', 'POST']) {
    // fixed values in place of chance and clock, so that every run prints the same
    const attempt = { method, attempt: 1, role: 'client', random: () => 0.5, now: Date.parse(problem.receivedAt) }
    console.log(`   after a first ${method}: ${JSON.stringify(decideRetry(problem, attempt))}`)
  }
  console.log()
}

for (const [name, answers] of Object.entries(upstreams)) {
  const server = await serve(answers)
  for (const [path, { body }] of Object.entries(answers)) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`)
    report(name, body, await problemFromResponse(response))
  }
  server.close()
}

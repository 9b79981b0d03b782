/**
 * What we encode as a dialect, read by that API's official client: `npm run oracles`.
 * Comes in: problems, and clients with their retries off. Goes out: a failed test wherever a client throws another class than its own
 * documents, or finds another code, message or id than was said.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { encode, forAudience } from '../../dist/esm/index.js'
import { clients } from './clients.mjs'
import { problems } from './problems.mjs'

let wire
let asked = 0
const server = createServer((request, response) => {
  asked++
  request.resume()
  response.writeHead(wire.status, wire.headers)
  response.end(wire.body)
})
const address = () => `http://127.0.0.1:${server.address().port}`
before(() => new Promise(resolve => server.listen(0, '127.0.0.1', resolve)))
after(() => server.close())

/** What the client throws when it is answered so. */
const thrown = async (call, answer, retries) => {
  wire = answer
  asked = 0
  try {
    await call(address(), retries)
  } catch (error) {
    return error
  }
  return assert.fail('the client saw no failure')
}

const isSafe = id => /^[\x21-\x7e]+$/.test(id ?? '')

for (const [id, client] of Object.entries(clients))
  describe(`the client of ${id}`, () => {
    for (const audience of ['public', 'internal'])
      for (const [name, problem] of Object.entries(problems))
        test(`understands ${name}, ${audience}`, async () => {
          const said = forAudience(problem, audience)
          const { wire } = encode(problem, id, { audience })
          const error = await thrown(client.call, wire)
          assert.equal(asked, 1)
          assert.equal(error.constructor.name, client.classOf(said, error).name)
          assert.ok(error instanceof client.classOf(said, error))
          const read = client.read(error)
          assert.equal(read.status, said.status)
          assert.equal(read.message, said.detail ?? said.title)
          assert.equal(read.requestId, isSafe(said.requestId) ? said.requestId : undefined)
          if ('code' in read) assert.equal(read.code, said.code ?? client.category?.[said.kind] ?? read.code)
          if ('code' in read && said.code === undefined && client.category === undefined)
            assert.equal(read.code, undefined)
          if (client.field !== undefined) assert.equal(read.field, said.errors.length > 0 ? client.field : undefined)
          if ('kind' in read) assert.equal(read.kind, said.kind.toUpperCase())
          if (client.userMessage !== undefined) assert.equal(client.userMessage(error), said.userMessage?.text)
        })

    if (client.heedsVeto)
      test('sends again what may pass, and not what was retried enough', async () => {
        await thrown(client.call, encode(problems['the status 503'], id).wire, 1)
        assert.equal(asked, 2)
        await thrown(client.call, encode(problems['what was retried enough'], id).wire, 1)
        assert.equal(asked, 1)
      })
  })

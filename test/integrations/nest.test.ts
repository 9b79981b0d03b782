/** What only Nest has: its exceptions and pipes, its two platforms, injected options. */
import 'reflect-metadata'
import type { Server } from 'node:http'
import {
  type ArgumentsHost,
  BadRequestException,
  Body,
  Controller,
  type ExceptionFilter,
  ForbiddenException,
  Get,
  HttpException,
  InternalServerErrorException,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  type PipeTransform,
  Post,
  StandardSchemaValidationPipe,
  type Type,
  UnprocessableEntityException,
  ValidationPipe,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import fastify from 'fastify'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { ApiProblemFilter, ApiProblemModule, type ServerOptions } from '../../src/integrations/nest.js'
import { type ApiProblem, problem } from '../door.js'
import { type Served, served } from './servers.js'
import { request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map(({ close }) => close()))
})
const quiet = { onProblem: () => undefined }

/** Decorates a method as `@A() @B()` above it do. */
const decorated = (target: Type, name: string, ...decorators: readonly MethodDecorator[]): void => {
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name)
  for (const decorate of decorators) decorate(target.prototype, name, descriptor ?? {})
}

const up = async (controller: Type, imports: readonly unknown[], filter?: ExceptionFilter): Promise<Served> => {
  class App {}
  Module({ imports: [...imports] as never, controllers: [controller] })(App)
  const app = await NestFactory.create(App, { logger: false, abortOnError: false })
  if (filter !== undefined) app.useGlobalFilters(filter)
  await app.listen(0, '127.0.0.1')
  const server = served(app.getHttpServer() as Server, () => app.close())
  open.push(server)
  return server
}

const throwing = (make: () => unknown): Type => {
  class Throwing {
    fail() {
      throw make()
    }
  }
  Controller()(Throwing)
  decorated(Throwing, 'fail', Get('fail'))
  return Throwing
}
const answerTo = async (thrown: unknown, options: ServerOptions = quiet) => {
  const { port } = await up(
    throwing(() => thrown),
    [ApiProblemModule.register(options)],
  )
  return request(port, 'GET /fail')
}

describe('exceptions of Nest', () => {
  test.each([
    [new NotFoundException('secret'), { status: 404, title: 'Not Found' }],
    [new HttpException('secret', 418), { status: 418 }],
    [new HttpException({ message: 'secret', code: 'out_of_stock' }, 409), { status: 409, code: 'out_of_stock' }],
    [new HttpException('secret', 409, { errorCode: 'OUT_OF_STOCK' }), { status: 409, code: 'OUT_OF_STOCK' }],
    [new ForbiddenException(), { status: 403 }],
    [new InternalServerErrorException('secret', { cause: new Error('secret') }), { status: 500 }],
    [new HttpException(new Error('secret') as never, 502), { status: 502 }],
    [new HttpException(null as never, 503), { status: 503 }],
  ])('%s keeps its status and its code', async (exception, expected) => {
    const { status, headers, body, all } = await answerTo(exception)
    expect({ ...JSON.parse(body), status }).toMatchObject(expected)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(all).not.toContain('secret')
  })

  test('the log hears what they say', async () => {
    const told: ApiProblem[] = []
    await answerTo(new NotFoundException('No such order.'), { onProblem: said => told.push(said) })
    expect(told).toMatchObject([{ status: 404, detail: 'No such order.' }])
  })

  test('what throws when it is looked at is a 500', async () => {
    const hostile = Object.assign(new HttpException('secret', 404), {
      getResponse: () => {
        throw new Error('secret')
      },
    })
    const { status, all } = await answerTo(hostile)
    expect(status).toBe(500)
    expect(all).not.toContain('secret')
  })

  test('an error in the place of a response is told to nobody', async () => {
    const { all } = await answerTo(new HttpException(new Error('secret') as never, 502), {
      ...quiet,
      audience: 'internal',
    })
    expect(all).not.toContain('secret')
  })

  test('below 400 they are let go', async () => {
    expect(await answerTo(new HttpException('', 304))).toMatchObject({ status: 304, body: '' })
  })
})

describe('validation', () => {
  class Order {}
  const node = (property: string, constraints: object | undefined, children: readonly object[] = []) => ({
    property,
    ...(constraints === undefined ? {} : { constraints }),
    children,
    value: 'secret',
    target: { secret: 'secret' },
  })
  const errors = [
    node('email', { isEmail: 'email must be an email' }),
    node('role', { whitelistValidation: 'property role should not exist' }),
    node('terms', { equals: 'You must accept the terms' }),
    node('tags', { isString: 'each value in tags must be a string' }),
    node('items', undefined, [node('0', undefined, [node('sku', { isNotEmpty: 'sku should not be empty' })])]),
  ]
  /** A validator in the manner of class-validator, which finds just these errors. */
  const packages = {
    validatorPackage: { validate: async () => errors },
    transformerPackage: { plainToInstance: () => new Order(), classToPlain: () => ({}) },
  } as never

  const validated = async (pipe: PipeTransform, options: ServerOptions = quiet) => {
    class Orders {
      create() {
        return 'fine'
      }
    }
    Controller()(Orders)
    decorated(Orders, 'create', Post('orders'))
    Body(pipe)(Orders.prototype, 'create', 0)
    Reflect.defineMetadata('design:paramtypes', [Order], Orders.prototype, 'create')
    const { port } = await up(Orders, [ApiProblemModule.register(options)])
    return request(port, 'POST /orders', { 'content-type': 'application/json', 'content-length': '2' }, '{}')
  }
  const pointed = [
    { pointer: '/email', detail: 'email must be an email' },
    { pointer: '/role', detail: 'property role should not exist' },
    { detail: 'You must accept the terms' },
    { pointer: '/tags', detail: 'each value in tags must be a string' },
    { pointer: '/items/0/sku' },
  ]

  test('texts in a list point at the fields that they name', async () => {
    const { status, body, all } = await validated(new ValidationPipe({ ...(packages as object) }))
    expect(status).toBe(400)
    expect(JSON.parse(body).errors).toMatchObject(pointed)
    expect(JSON.parse(body).errors[2].pointer).toBe('')
    expect(all).not.toContain('secret')
  })

  test('texts by field, and whole trees, point without guessing', async () => {
    const exact = pointed.map((item, i) => (i === 2 ? { ...item, pointer: '/terms' } : item))
    const grouped = await validated(new ValidationPipe({ ...(packages as object), errorFormat: 'grouped' }))
    expect(JSON.parse(grouped.body).errors).toMatchObject(exact)
    const exceptionFactory = (found: unknown[]) => new UnprocessableEntityException(found)
    const trees = await validated(new ValidationPipe({ ...(packages as object), exceptionFactory }))
    expect(trees.status).toBe(422)
    expect(JSON.parse(trees.body).errors).toMatchObject(exact)
    expect(JSON.parse(trees.body).errors[4]).toMatchObject({ code: 'isNotEmpty', detail: 'sku should not be empty' })
    expect(trees.all).not.toContain('secret')
  })

  test('an end that the pipe set to its errors is told as such', async () => {
    const limited = { ...(packages as object), errorFormat: 'grouped', maxErrorMessagesLength: 1 } as const
    const { body } = await validated(new ValidationPipe(limited))
    const last = { detail: expect.stringContaining('omitted'), pointer: '' }
    expect(JSON.parse(body).errors).toMatchObject([{ pointer: '/email' }, last])
  })

  test('what a validator threw itself is read too', async () => {
    const { status, body } = await answerTo(errors)
    expect({ status, first: JSON.parse(body).errors[0].pointer }).toEqual({ status: 400, first: '/email' })
  })

  test('in a dialect of fields', async () => {
    const { body } = await validated(new ValidationPipe({ ...(packages as object) }), { ...quiet, dialect: 'laravel' })
    expect(JSON.parse(body).errors).toMatchObject({ email: ['email must be an email'] })
  })

  test('by a schema', async () => {
    class Orders {
      create() {
        return 'fine'
      }
    }
    Controller()(Orders)
    decorated(Orders, 'create', Post('orders'))
    const schema = z.object({ items: z.array(z.object({ sku: z.string() })) })
    Body({ schema, pipes: [new StandardSchemaValidationPipe()] } as never)(Orders.prototype, 'create', 0)
    const { port } = await up(Orders, [ApiProblemModule.register(quiet)])
    const text = '{"items":[{"sku":7}]}'
    const headers = { 'content-type': 'application/json', 'content-length': String(text.length) }
    const { status, body } = await request(port, 'POST /orders', headers, text)
    expect({ status, ...JSON.parse(body) }).toMatchObject({ status: 400, errors: [{ pointer: '/items/0/sku' }] })
  })

  test('of a part of the path', async () => {
    class Orders {
      show() {
        return 'fine'
      }
    }
    Controller()(Orders)
    decorated(Orders, 'show', Get('orders/:id'))
    Param('id', ParseIntPipe)(Orders.prototype, 'show', 0)
    const { port } = await up(Orders, [ApiProblemModule.register(quiet)])
    expect(await request(port, 'GET /orders/x')).toMatchObject({ status: 400 })
  })

  test('a text of another status is no error of a field', async () => {
    const { body } = await answerTo(new ForbiddenException(['email must be secret']))
    expect(body).not.toContain('secret')
    const { body: bad } = await answerTo(new BadRequestException('email must be secret'))
    expect(bad).not.toContain('secret')
  })
})

describe('the filter', () => {
  test('may be used without the module', async () => {
    const { port } = await up(
      throwing(() => new Error('secret')),
      [],
      new ApiProblemFilter({ ...quiet, dialect: 'base' }),
    )
    const { status, body } = await request(port, 'GET /fail')
    expect({ status, keys: Object.keys(JSON.parse(body)) }).toEqual({ status: 500, keys: ['errors', 'meta'] })
  })

  test('takes options that are injected', async () => {
    class Settings {}
    Module({ providers: [{ provide: 'DIALECT', useValue: 'base' }], exports: ['DIALECT'] })(Settings)
    const useFactory = async (dialect: 'base') => ({ ...quiet, dialect })
    const { port } = await up(
      throwing(() => new Error('secret')),
      [ApiProblemModule.registerAsync({ imports: [Settings], inject: ['DIALECT'], useFactory })],
    )
    expect(Object.keys(JSON.parse((await request(port, 'GET /fail')).body))).toEqual(['errors', 'meta'])
  })

  test('prints what nobody expected where no log was given, and only that', async () => {
    const console_ = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const bug = new Error('a bug')
    await answerTo(bug, {})
    await answerTo(new NotFoundException(), {})
    expect(console_.mock.calls).toEqual([[bug]])
  })

  test('throws on what is no HTTP', () => {
    const host = { getType: () => 'rpc' } as ArgumentsHost
    const thrown = new Error('a bug')
    expect(() => new ApiProblemFilter().catch(thrown, host)).toThrow(thrown)
  })

  test('answers over a reply of Fastify', async () => {
    const filter = new ApiProblemFilter({ ...quiet, dialect: 'base' })
    const app = fastify()
    app.setErrorHandler((thrown, incoming, reply) => {
      const http = { getRequest: () => incoming, getResponse: () => reply }
      filter.catch(thrown, { getType: () => 'http', switchToHttp: () => http } as unknown as ArgumentsHost)
    })
    app.get('/fail', async (_, reply) => {
      reply.header('etag', '"a"')
      throw new HttpException(problem({ status: 409, code: 'out_of_stock' }), 409)
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    open.push(served(app.server as Server, () => app.close()))
    const { status, headers, body } = await request(open[0]?.port ?? 0, 'GET /fail')
    expect({ status, etag: headers['etag'], body: JSON.parse(body).errors[0].error.code }).toEqual({
      status: 409,
      etag: undefined,
      body: 'out_of_stock',
    })
  })
})

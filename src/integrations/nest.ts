/**
 * Nest 10 to 12: an exception filter, and the module that makes it the filter of an application.
 * Comes in: an exception of a handler, guard, pipe or of the platform. Goes out: an answer, over Express or its other platform.
 * This room knows only where Nest keeps things; of Nest it takes types, so that it loads as ESM and as CommonJS.
 */
import type { ArgumentsHost, DynamicModule, ExceptionFilter, FactoryProvider, ModuleMetadata } from '@nestjs/common'
import { defaultLimits, normalize, type ProblemItem, problem } from '../index.js'
import {
  type Answer,
  askedOf,
  bytesOf,
  createResponder,
  fromThrown,
  headerChange,
  type NodeRequest,
  type NodeResponse,
  type Responder,
  type ServerOptions,
  sendAnswer,
  type Thrown,
  validationItems,
} from '../server/index.js'

export type { ProblemContext, ServerOptions } from '../server/index.js'

/** The reply of the other platform, which stands before the response of Node. */
interface Reply {
  readonly raw: NodeResponse & { destroy(): unknown }
  getHeaders(): Readonly<Record<string, unknown>>
  removeHeader(name: string): unknown
  code(status: number): unknown
  headers(set: Readonly<Record<string, string>>): unknown
  send(body?: Uint8Array): unknown
}

const isReply = (response: Reply | Reply['raw']): response is Reply => 'raw' in response

const put = (response: Reply | Reply['raw'], answer: Answer): void => {
  const raw = isReply(response) ? response.raw : response
  // an end would make half a body look whole
  if (raw.headersSent) raw.destroy()
  else if (!isReply(response)) sendAnswer(response, answer)
  else {
    const { remove, set } = headerChange(response.getHeaders(), answer)
    for (const name of remove) response.removeHeader(name)
    response.code(answer.status)
    response.headers(set)
    response.send(bytesOf(answer))
  }
}

/** How the validators of classes and the pipe for schemas begin their texts; any other text is about the whole request. */
const textOnField =
  /^((?:[\w$]{1,64}\.){0,64})(?:(?:each value in|nested property|property) )?([\w$]{1,64})(?:: | (?:must (?:be|not|match|contain|have)|should not) )/

const ofText = (text: string): ProblemItem => {
  const [, above = '', field] = textOnField.exec(text) ?? []
  return { detail: text, pointer: field === undefined ? '' : `/${above.replace(/\./g, '/')}${field}` }
}

/** In the place of a field: there were more errors than the pipe tells. */
const more = '...'

/** The three formats of the built-in pipes: texts, trees, and texts by field. */
const itemsOf = (message: unknown): readonly ProblemItem[] | undefined => {
  const isText = (u: unknown): u is string => typeof u === 'string'
  if (Array.isArray(message)) return message.every(isText) ? message.map(ofText) : validationItems(message)
  if (typeof message !== 'object' || message === null) return undefined
  return Object.entries(message).flatMap(([field, texts]) => {
    const pointer = field === more ? '' : `/${field.replace(/~/g, '~0').replace(/\//g, '~1').replace(/\./g, '/')}`
    return (Array.isArray(texts) ? texts : []).filter(isText).map(detail => ({ detail, pointer }))
  })
}

interface Exception {
  readonly errorCode?: unknown
  getStatus(): number
  getResponse(): unknown
}

/** By its shape, so that the exceptions of any copy of Nest count. */
const isException = (thrown: unknown): thrown is Exception =>
  thrown instanceof Error &&
  'getStatus' in thrown &&
  typeof thrown.getStatus === 'function' &&
  'getResponse' in thrown &&
  typeof thrown.getResponse === 'function'

/** What Nest would send is read as any body is. An `Error` in its place is never sent. */
const read = (thrown: unknown, statusSet?: number): Thrown => {
  if (!isException(thrown)) return fromThrown(thrown, statusSet)
  const status = thrown.getStatus()
  const response = thrown.getResponse()
  const json =
    typeof response === 'string'
      ? { message: response, code: thrown.errorCode }
      : response instanceof Error
        ? {}
        : response
  const { code, detail, errors = [], source } = normalize({ status, json }) ?? {}
  const isValidation = status === 400 || status === 422
  const items = isValidation ? itemsOf((json as { readonly message?: unknown } | null)?.message) : undefined
  const all = items ?? (source?.rung === 'possible' ? [] : errors)
  return { problem: problem({ status, code, detail, errors: all.slice(0, defaultLimits.items) }), headers: {} }
}

/**
 * The filter for every exception of an HTTP request; an exception of another transport is thrown on.
 *
 * @example
 * app.useGlobalFilters(new ApiProblemFilter({ dialect: 'base' }))
 *
 * @see https://docs.nestjs.com/exception-filters
 * @category integrations
 * @since 0.1.0
 */
export class ApiProblemFilter implements ExceptionFilter {
  private readonly respond: Responder

  constructor(options: ServerOptions = {}) {
    this.respond = createResponder(options)
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown
    const http = host.switchToHttp()
    const response = http.getResponse<Reply | Reply['raw']>()
    const asked = askedOf(http.getRequest<NodeRequest>(), isReply(response) ? response.raw : response)
    put(response, this.respond.thrown(thrown, asked, read))
  }
}

/** The token under which Nest looks for the filters of an application. */
const APP_FILTER = 'APP_FILTER'

/** Options that have to be waited for or injected. @category model @since 0.1.0 */
export interface AsyncServerOptions extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider, 'inject'> {
  // biome-ignore lint/suspicious/noExplicitAny: what is injected is known where the factory is written
  readonly useFactory: (...injected: any[]) => ServerOptions | Promise<ServerOptions>
}

/**
 * The module that makes {@link ApiProblemFilter} the filter of the application that imports it.
 *
 * @example
 * Module({ imports: [ApiProblemModule.register({ dialect: 'base' })] })(AppModule)
 *
 * @category integrations
 * @since 0.1.0
 */
// biome-ignore lint/complexity/noStaticOnlyClass: modules of Nest are classes
export class ApiProblemModule {
  static register(options: ServerOptions = {}): DynamicModule {
    return {
      module: ApiProblemModule,
      providers: [{ provide: APP_FILTER, useValue: new ApiProblemFilter(options) }],
    }
  }

  static registerAsync({ imports, inject, useFactory }: AsyncServerOptions): DynamicModule {
    const make = async (...injected: readonly unknown[]) => new ApiProblemFilter(await useFactory(...injected))
    return {
      module: ApiProblemModule,
      ...(imports === undefined ? {} : { imports }),
      providers: [{ provide: APP_FILTER, useFactory: make, ...(inject === undefined ? {} : { inject }) }],
    }
  }
}

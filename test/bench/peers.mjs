/**
 * What one would use instead: a union of schemas of the four documented dialects, or a constructor of error values.
 * Comes in: a resolver of packages. Goes out: functions from a status and a parsed body to something problem-like.
 * They do less: no fields, no retry advice, no leftovers, no unknown bodies. One that is not installed is left out.
 */

const pointerOf = path => `/${path.split('.').join('/')}`

/** The same small mapping behind every schema. */
const mapped = (status, body) => {
  if (typeof body.error === 'string')
    return { status, code: body.error, detail: body.message, requestId: body.requestId, errors: [] }
  if (typeof body.title === 'string')
    return { status, type: body.type, title: body.title, detail: body.detail, errors: body.errors ?? [] }
  if (Array.isArray(body.errors))
    return {
      status,
      requestId: body.meta?.logref,
      errors: body.errors.map(({ error }) => ({
        code: error.code,
        detail: error.message,
        pointer: error.field === undefined ? undefined : pointerOf(error.field),
      })),
    }
  const errors = []
  for (const name in body.errors ?? {})
    for (const detail of body.errors[name]) errors.push({ detail, pointer: pointerOf(name), name })
  return { status, detail: body.message, errors }
}

const checked = valid => (status, body) => (valid(body) ? mapped(status, body) : undefined)

const withIoTs = t => {
  const both = (required, optional) => t.intersection([t.type(required), t.partial(optional)])
  const { string, number, unknown } = t
  const union = t.union([
    both({ error: string, message: string }, { requestId: string }),
    both(
      { title: string, status: number },
      { type: string, detail: string, instance: string, errors: t.array(t.type({ detail: string, pointer: string })) },
    ),
    both(
      {
        errors: t.array(
          both(
            { error: both({ code: string, message: string }, { resource: string, field: string, details: string }) },
            { meta: unknown },
          ),
        ),
      },
      { meta: t.partial({ http_status: string, logref: string }) },
    ),
    both({ message: string }, { errors: t.record(string, t.array(string)) }),
  ])
  return (status, body) => {
    const result = union.decode(body)
    return result._tag === 'Right' ? mapped(status, result.right) : undefined
  }
}

const withZod = ({ z }) => {
  const text = z.string()
  const union = z.union([
    z.object({ error: text, message: text, requestId: text.optional() }),
    z.object({
      title: text,
      status: z.number(),
      type: text.optional(),
      detail: text.optional(),
      instance: text.optional(),
      errors: z.array(z.object({ detail: text, pointer: text })).optional(),
    }),
    z.object({
      errors: z.array(
        z.object({
          error: z.object({
            code: text,
            message: text,
            resource: text.optional(),
            field: text.optional(),
            details: text.optional(),
          }),
          meta: z.unknown(),
        }),
      ),
      meta: z.object({ http_status: text.optional(), logref: text.optional() }).optional(),
    }),
    z.object({ message: text, errors: z.record(text, z.array(text)).optional() }),
  ])
  return (status, body) => {
    const result = union.safeParse(body)
    return result.success ? mapped(status, result.data) : undefined
  }
}

const withValibot = v => {
  const text = v.string()
  const may = v.optional(text)
  const union = v.union([
    v.object({ error: text, message: text, requestId: may }),
    v.object({
      title: text,
      status: v.number(),
      type: may,
      detail: may,
      instance: may,
      errors: v.optional(v.array(v.object({ detail: text, pointer: text }))),
    }),
    v.object({
      errors: v.array(
        v.object({
          error: v.object({ code: text, message: text, resource: may, field: may, details: may }),
          meta: v.optional(v.unknown()),
        }),
      ),
      meta: v.optional(v.object({ http_status: may, logref: may })),
    }),
    v.object({ message: text, errors: v.optional(v.record(text, v.array(text))) }),
  ])
  return (status, body) => {
    const result = v.safeParse(union, body)
    return result.success ? mapped(status, result.output) : undefined
  }
}

const withAjv = ({ default: Ajv }) => {
  const text = { type: 'string' }
  const object = (properties, ...required) => ({ type: 'object', properties, required })
  const item = object({ code: text, message: text, resource: text, field: text, details: text }, 'code', 'message')
  const list = items => ({ type: 'array', items })
  return checked(
    new Ajv({ strict: false }).compile({
      anyOf: [
        object({ error: text, message: text, requestId: text }, 'error', 'message'),
        object(
          {
            title: text,
            status: { type: 'number' },
            type: text,
            detail: text,
            instance: text,
            errors: list(object({ detail: text, pointer: text }, 'detail', 'pointer')),
          },
          'title',
          'status',
        ),
        object(
          { errors: list(object({ error: item }, 'error')), meta: object({ http_status: text, logref: text }) },
          'errors',
        ),
        object({ message: text, errors: { type: 'object', additionalProperties: list(text) } }, 'message'),
      ],
    }),
  )
}

const withProblemDetails =
  ({ ProblemDocument }) =>
  (status, body) =>
    new ProblemDocument({
      status,
      type: body.type,
      title: body.title ?? body.error,
      detail: body.detail ?? body.message,
      instance: body.instance,
    })

const byPackage = {
  'io-ts': ['io-ts, union of codecs', withIoTs],
  zod: ['zod 4, union', withZod],
  valibot: ['valibot 1, union', withValibot],
  ajv: ['ajv 8, compiled anyOf (needs eval)', withAjv],
  'http-problem-details': ['http-problem-details, construction only', withProblemDetails],
}

/** Every peer that `load` (a package's name to its module) finds. */
export const peersFrom = async load => {
  const peers = { 'by hand, checks nothing': mapped }
  for (const [name, [title, build]] of Object.entries(byPackage)) {
    try {
      peers[title] = build(await load(name))
    } catch (error) {
      if (!/MODULE_NOT_FOUND/.test(error.code)) throw error
    }
  }
  return peers
}

/**
 * What samples of bodies look like, and how sure that makes anybody.
 * Comes in: bodies. Goes out: the shapes and the claims of a spec, each with what it rests on.
 * This room is modest: what other APIs might send as well earns no rung that would let a table speak.
 */
import type { MemberType, Shape } from '../dialect.js'
import type { Rung } from '../problem.js'
import { isObj, type Obj } from '../reading.js'
import type { SpecClaim, SpecCondition } from '../spec/format.js'

/** @category model @since 0.1.0 */
export interface Signature {
  readonly shapes: readonly (Shape & { readonly $comment?: string })[]
  readonly claims: readonly SpecClaim[]
}

/** Names that any API may use: they tell nobody apart. */
const common =
  'message messages detail details error errors code status statusCode status_code title type name description reason msg data success timestamp path instance meta requestId request_id extensions locations location field source value param'.split(
    ' ',
  )

const isCommon = (name: string): boolean => common.includes(name)

const typeOf = (value: unknown): MemberType => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value as MemberType
}

const namesOf = (bodies: readonly Obj[]): readonly string[] => {
  const names: Record<string, true> = Object.create(null)
  for (const body of bodies) for (const name of Object.keys(body)) names[name] = true
  return Object.keys(names).slice(0, 200)
}

const has = (body: Obj, name: string): boolean => Object.prototype.hasOwnProperty.call(body, name)

const typesIn = (bodies: readonly Obj[], name: string): MemberType | readonly MemberType[] => {
  const types: MemberType[] = []
  for (const body of bodies) {
    const type = typeOf(body[name])
    if (has(body, name) && !types.includes(type)) types.push(type)
  }
  return types.length === 1 ? (types[0] as MemberType) : types.sort()
}

const named = (bodies: readonly Obj[], names: readonly string[]): NonNullable<Shape['required']> => {
  const out: Record<string, MemberType | readonly MemberType[]> = {}
  for (const name of names)
    Object.defineProperty(out, name, {
      value: typesIn(bodies, name),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return out
}

/** Bodies that have a member in common stand together. */
const grouped = (bodies: readonly Obj[]): readonly (readonly Obj[])[] => {
  const groups: { shared: readonly string[]; readonly bodies: Obj[] }[] = []
  for (const body of bodies) {
    const best = groups
      .map(group => ({ group, shared: group.shared.filter(name => has(body, name)) }))
      .sort((a, b) => b.shared.length - a.shared.length)[0]
    if (best === undefined || best.shared.length === 0) groups.push({ shared: Object.keys(body), bodies: [body] })
    else {
      best.group.shared = best.shared
      best.group.bodies.push(body)
    }
  }
  return groups.map(group => group.bodies)
}

const requiredIn = (bodies: readonly Obj[]): readonly string[] =>
  namesOf(bodies).filter(name => bodies.every(body => has(body, name)))

const shapeOf = (bodies: readonly Obj[], all: number): Signature['shapes'][number] => {
  const required = requiredIn(bodies)
  const optional = namesOf(bodies).filter(name => !required.includes(name))
  return {
    $comment: `${bodies.length} of ${all} samples`,
    ...(required.length > 0 ? { required: named(bodies, required) } : {}),
    ...(optional.length > 0 ? { optional: named(bodies, optional) } : {}),
  }
}

const escaped = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1')

/** Members within the members that all have: of the same type everywhere. */
const nestedIn = (bodies: readonly Obj[]): readonly SpecCondition[] => {
  const all: SpecCondition[] = []
  for (const name of requiredIn(bodies)) {
    const inner = bodies.map(body => body[name])
    const lists = inner.every(value => Array.isArray(value) && value.length > 0)
    const objects = lists ? inner.map(value => (value as readonly unknown[])[0]) : inner
    if (!objects.every(isObj)) continue
    for (const member of requiredIn(objects as readonly Obj[])) {
      const type = typesIn(objects as readonly Obj[], member)
      if (typeof type === 'string')
        all.push({ pointer: `/${escaped(name)}${lists ? '/0' : ''}/${escaped(member)}`, type })
    }
  }
  return all.slice(0, 5)
}

const rungFor = (samples: number, names: readonly string[], own: boolean): Rung => {
  if (samples >= 3 && names.length >= 3 && own) return 'distinctive'
  return samples >= 2 && names.length >= (own ? 2 : 3) ? 'likely' : 'possible'
}

/** The weakest of its groups decides: a claim is one for all shapes. */
const claimsFor = (groups: readonly (readonly Obj[])[]): readonly SpecClaim[] => {
  const order: readonly Rung[] = ['possible', 'likely', 'distinctive']
  const [first = []] = groups
  const when = groups.length === 1 ? nestedIn(first) : []
  const lastOf = ({ pointer = '' }: SpecCondition): string => pointer.slice(pointer.lastIndexOf('/') + 1)
  const rungs = groups.map(bodies => {
    const names = [...requiredIn(bodies), ...when.map(lastOf)]
    return rungFor(
      bodies.length,
      names,
      names.some(name => !isCommon(name)),
    )
  })
  const rung = order.find(one => rungs.includes(one)) ?? 'possible'
  const members = groups.map(bodies => requiredIn(bodies).slice(0, 8).join(', ')).join('; or ')
  const samples = groups.reduce((sum, bodies) => sum + bodies.length, 0)
  const $comment = {
    possible: `${samples} samples and these members tell too little: other APIs may send the same`,
    likely: 'others may send these members, too: a table of this spec may only make the advice stricter',
    distinctive: `all ${samples} samples have these members, and not all of the names are common`,
  }[rung as 'possible']
  if (rung === 'possible') return [{ $comment, rung, because: members === '' ? 'any members' : members }]
  return [
    { $comment, rung, because: members, ...(when.length > 0 ? { when } : {}) },
    ...(when.length > 0 ? [{ rung: 'possible' as const, because: `${members}, but not all within` }] : []),
  ]
}

/** The shapes and claims of samples; of bodies that are maps of fields (`isMap`) the members are no sign. @category detection @since 0.1.0 */
export const signatureOf = (bodies: readonly unknown[], isMap: (body: unknown) => boolean): Signature => {
  const objects = bodies.filter((body): body is Obj => isObj(body) && !isMap(body))
  const maps = bodies.filter(body => isObj(body) && isMap(body))
  const groups = grouped(objects)
  const shapes: Signature['shapes'][number][] = groups.map(group => shapeOf(group, bodies.length))
  if (maps.length > 0)
    shapes.push({
      $comment: `${maps.length} samples are maps of fields: any object has this shape; pin this dialect, or leave it out`,
    })
  const roots = (['array', 'string', 'scalar'] as const).filter(root => bodies.some(body => rootOf(body) === root))
  for (const root of roots) shapes.push({ root })
  const vague = maps.length > 0 || roots.length > 0
  return { shapes, claims: claimsFor(vague ? [...groups, []] : groups) }
}

const rootOf = (body: unknown): string => {
  if (Array.isArray(body)) return 'array'
  if (typeof body === 'string') return 'string'
  return isObj(body) ? 'object' : 'scalar'
}

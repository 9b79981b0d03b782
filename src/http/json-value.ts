/**
 * What reading and copying JSON have in common: members, containers, and numbers that a double can hold.
 * Comes in: names, values and number tokens. Goes out: the same, without surprises of prototypes and lost digits.
 */

/** Is this an object or a list? @category accessors @since 0.1.0 */
export const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

const hasOwn = Object.prototype.hasOwnProperty

/**
 * Sets a member as JSON means it: an own property, whatever the name and whatever the prototype holds under it.
 *
 * @example
 * putMember({}, '__proto__', 1) // an object with one own member
 *
 * @category encoding
 * @since 0.1.0
 */
export const putMember = (target: Record<string, unknown>, name: string, value: unknown): void => {
  if (name in target && !hasOwn.call(target, name))
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  else target[name] = value
}

const significant = (number: string): string => {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [integer = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = integer + fraction
  let start = 0
  let end = digits.length
  while (start < end && digits.charCodeAt(start) === 0x30) start++
  while (end > start && digits.charCodeAt(end - 1) === 0x30) end--
  return start === end ? '0' : `${digits.slice(start, end)}e${Number(exponent) + integer.length - start}`
}

/**
 * Whether a double holds every digit of this JSON number, and no integer is beyond 2⁵³.
 *
 * @example
 * keepsDigits('0.10') // true
 * keepsDigits('9007199254740993') // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-6
 * @category decoding
 * @since 0.1.0
 */
export const keepsDigits = (number: string): boolean => {
  const value = Number(number)
  if (!Number.isFinite(value)) return false
  if (/^-?\d+$/.test(number)) return Number.isSafeInteger(value)
  // Up to 15 digits always survive in a normal double.
  if (number.length <= 16 && Math.abs(value) > 1e-300) return true
  return significant(number) === significant(String(value))
}

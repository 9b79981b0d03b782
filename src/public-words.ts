/**
 * What the words of a stranger must look like to be said aloud: a code, the name of a field, a sentence, an id.
 * Comes in: a text. Goes out: whether the whole of it may be said. Nothing is cut out of a text: it leaves as it is, or not at all.
 * This room knows no problem. It lists what is let through, by grammar; no expression here looks for a secret.
 */

/** Letters beyond ASCII that people write with: no marks of direction, no formats, no private use. */
const other =
  '\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u0373\u0376-\u03ff\u0400-\u0481\u048a-\u058a\u05d0-\u05f2\u0621-\u065f\u0671-\u06d3\u0900-\u1059\u10a0-\u10ff\u1e00-\u1fff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3'
const lower = `[a-z${other}]`

const matches = (pattern: string): ((text: string) => boolean) => {
  const form = new RegExp(`^(?:${pattern})$`)
  return text => form.test(text)
}

/** A word, perhaps joined: `can't`, `e-mail`, `Well-known`; or up to five capitals: `UUID`. `character(s)` counts. */
const isWord = matches(`(?:[A-Z]?${lower}{1,24}|[A-Z])(?:['’-][A-Za-z]?${lower}{1,24}){0,3}(?:\\(s\\))?|[A-Z]{2,5}s?`)
/** Scripts without spaces write a sentence as one word. */
const isUnspaced = matches('[\u3001\u3002\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01\uff1f]{1,80}')
/** The name of a field within a sentence: `first_name`, `firstName`. */
const isNamed = matches('[a-z]{1,16}(?:_[a-z]{1,16}){1,4}|[a-z]{1,16}(?:[A-Z][a-z]{1,16}){1,4}')
/** A count, a bound, a percentage, a day; not a version, an address, a card or a telephone. */
const isNumber = matches(
  '[<>]=?|(?:[<>]=?)?-?[0-9]{1,7}(?:\\.[0-9]{1,3})?%?|[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[-–&]',
)
const around = /^["'(“‘«¿¡]{0,2}(.*?)["'’”»)]{0,2}[.,;:!?…]?["'’”»)]?$/
const isShouted = matches('[A-Z]{2,5}')

/**
 * Is this a plain sentence? Words of letters, numbers and ordinary punctuation, up to 200 characters. Paths, hosts, addresses,
 * tokens, markup and code are none, because of the characters that they need; nor is a run of capitals, as SQL is written. The
 * name of the field that it speaks of may stand in it as it is.
 *
 * @example
 * isSentence('The amount must be greater than 0.') // true
 * isSentence('The items.0.sku field is required.', 'items.0.sku') // true
 * isSentence('SQLSTATE[23000]: orders.sku') // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isSentence = (text: string | undefined, field?: string): text is string => {
  if (typeof text !== 'string' || text === '' || text.length > 200) return false
  let shouted = false
  for (const token of text.split(' ')) {
    const word = around.exec(token)?.[1] ?? ''
    if (word === field && isFieldPath(field)) continue
    // a closing bracket of `character(s)` is part of the word
    if (!(isWord(word) || isWord(`${word})`) || isNamed(word) || isNumber(word) || isUnspaced(word))) return false
    const shouts = isShouted(word)
    if (shouts && shouted) return false
    shouted = shouts
  }
  return true
}

/** The short words that names are joined with: other pairs of letters would let a random text through. */
const hump = '(?:[A-Z]{1,3}[a-z]{2,32}|(?:An|At|Be|By|Id|In|Ip|Is|My|No|Of|On|Or|To|Up))'
/** One word of a name: in one case, or in humps with perhaps an acronym, as `OAuthToken`, `NoSuchBucket` and `orderID`. */
const part = `(?:[a-z]{1,32}|[A-Z]{1,32}|[a-z]{0,32}${hump}{1,8}(?:[A-Z]{1,4})?|[a-z]{1,32}[A-Z]{1,4})`
/** Words and a number, as `invalid_grant`, `E0001` or `VALIDATION-7`. Words are told apart by their separator alone. */
const isName = matches(`(?:${part}(?:[_-]${part}){0,9})?[_-]?[0-9]{0,8}`)
/** A short category, as `Tenant not found`. */
const isCategory = (text: string): boolean => /^[A-Za-z]+(?: [A-Za-z]+){0,3}$/.test(text) && isSentence(text)

/**
 * Is this a code, and not a sentence, a path, a host or a key? The class of an exception counts only from a dialect that is sure,
 * where it is the documented code.
 *
 * @example
 * isCode('invalid_grant', false) // true
 * isCode('NullPointerException', false) // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isCode = (text: string | undefined, isSure: boolean): text is string =>
  typeof text === 'string' &&
  text !== '' &&
  text.length <= 64 &&
  (isName(text) || isCategory(text)) &&
  (isSure || !/(?:Exception|Error)$/.test(text))

/** A step on the way to a field. */
const step = `(?:${part}|[A-Za-z${other}]{0,3}[${other}][A-Za-z${other}]{0,40})`
/** A field by itself: `X-Api-Key`, `address1`. */
const isField = matches(`[$@]?${step}[0-9]{0,3}(?:[_-]${step}[0-9]{0,3}){0,8}|[0-9]{0,6}`)
/** A step of several: without what the names of hosts have and those of fields seldom. */
const isStep = matches(`[$@]?${step}(?:_${step}){0,8}|[0-9]{0,6}`)
const isLastStep = matches(`[$@]?${step}(?:_${step}){0,8}_?[0-9]{0,3}|[0-9]{0,6}`)

/**
 * Is this the path of a field as people name fields: words and indices, in the syntax of a pointer or with dots and brackets? A
 * path or host that consists of nothing but words cannot be told from one.
 *
 * @example
 * isFieldPath('/items/0/unit_price') // true
 * isFieldPath('/srv/app/config.php') // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isFieldPath = (path: string | undefined): path is string => {
  if (typeof path !== 'string' || path.length > 200) return false
  const steps = path.replace(/^#?\//, '').split(path[0] === '/' || path[0] === '#' ? '/' : /[.[\]/]+/)
  const last = steps.length - 1
  if (last === 0) return isField(steps[0] as string)
  return last < 24 && steps.every((one, i) => (i === last ? isLastStep : isStep)(one))
}

/** Hexadecimal groups or digits, perhaps behind a few letters, with a place at the end; `req_` and letters; a ULID. */
const isHexId = matches('(?:[A-Za-z]{1,4}[_-]?)?[0-9A-Fa-f]+(?:[:-][0-9A-Fa-f]+)*(?:-[A-Z]{3})?')
const isRequestId = matches('req(?:uest)?[_-][0-9A-Za-z]{1,64}|[0-7][0-9A-HJKMNP-TV-Z]{25}')

/**
 * Has this the shape of an id? Then a log may show it, whoever gave it.
 *
 * @example
 * isIdShape('req_8GbtGmQIo8iQJ8') // true
 * isIdShape('sk_live_4eC39HqLyjWD') // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isIdShape = (text: string | undefined): text is string =>
  typeof text === 'string' && text.length <= 100 && (isHexId(text) || isRequestId(text))

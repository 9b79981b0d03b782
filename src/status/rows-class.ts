/**
 * What a code means that no row knows: the x00 of its class (RFC 9110 §15), or no final status at all.
 * Comes in: nothing. Goes out: five rows, by hundreds; the first, 0, stands for everything outside 200–599.
 * This room knows no code but those of the classes.
 */
import { rowOf } from './row.js'
import type { StatusRow } from './semantics.js'

const reference = 'RFC 9110 §15'

/**
 * The row of each class: `[not final, 2xx, 3xx, 4xx, 5xx]`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 * @category registry
 * @since 0.1.0
 */
// biome-ignore format: a table; one entry a class
export const classRows: readonly StatusRow[] = [
  rowOf([0, 'Not a Final Status', 'unknown', 'never', 'unknown', reference,
    'This is not a final HTTP status (RFC 9110 §15): what came is no answer to the request.']),
  rowOf([200, 'Success (unregistered)', 'ok', 'none', 'yes', reference,
    'An unknown 2xx code is treated as 200 (RFC 9110 §15): nothing failed.']),
  rowOf([300, 'Redirection (unregistered)', 'unknown', 'never', 'unknown', reference,
    'An unknown 3xx code is treated as 300 (RFC 9110 §15): somebody must choose, no machine can follow.']),
  rowOf([400, 'Client Error (unregistered)', 'invalid_argument', 'fix-request', 'unlikely', reference,
    'An unknown 4xx code is treated as 400 (RFC 9110 §15): the same bytes get the same answer.']),
  rowOf([500, 'Server Error (unregistered)', 'internal', 'once', 'unknown', reference,
    'An unknown 5xx code is treated as 500 (RFC 9110 §15): one more try, then report.']),
].map(row => ({ ...row, registered: false }))

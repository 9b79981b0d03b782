/**
 * The registry as a JSON document, for those who are not JavaScript.
 * Comes in: nothing. Goes out: text that is the same for the same table, byte for byte.
 * This room knows no file.
 */
import { statusRows } from './registry.js'

/**
 * All rows as a JSON array, by ascending code, indented by two spaces, with a newline at the end.
 *
 * @example
 * JSON.parse(statusRegistryJson())[0].code // 200
 * @category registry
 * @since 0.1.0
 */
export const statusRegistryJson = (): string => `${JSON.stringify(statusRows, null, 2)}\n`

/** What the tests use, through the doors that users have. */
export { base, basker, laravel, plain } from '../src/dialects/index.js'
export * from '../src/index.js'
export { advices } from '../src/status/index.js'

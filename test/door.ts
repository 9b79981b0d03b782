/** What the tests use, through the doors that users have. */
export { base, basker, empty, html, json, laravel, plain, problemJson, text } from '../src/dialects/index.js'
export * from '../src/index.js'
export { advices, appliedWords } from '../src/status/index.js'

/** The integrations from source, by the names of their subpaths, for the clients of these tests. */
import * as index from '../../src/index.js'
import * as axios from '../../src/integrations/axios.js'
import * as cockatiel from '../../src/integrations/cockatiel.js'
import * as fetch from '../../src/integrations/fetch.js'
import * as got from '../../src/integrations/got.js'
import * as ky from '../../src/integrations/ky.js'
import * as pRetry from '../../src/integrations/p-retry.js'
import * as retryTs from '../../src/integrations/retry-ts.js'
import * as undici from '../../src/integrations/undici.js'

export const modules = { index, fetch, got, ky, axios, undici, 'p-retry': pRetry, cockatiel, 'retry-ts': retryTs }

export { Cache, cacheDirectory } from './cache.js';
export type { CacheEntry, CacheKind } from './cache.js';
export { lock } from './lock.js';

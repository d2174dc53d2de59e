/** A cache could not be read or changed, or another docknet is changing the same entry. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
}

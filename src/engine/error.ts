/** An engine could not be found, started or reached. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
}

/** There is no engine of that name to fetch. */
export class UnknownEngineError extends EngineError {
  override readonly name = 'UnknownEngineError';
}

/** An engine exited by itself while starting. One that was killed or timed out is an EngineError. */
export class EngineStartError extends EngineError {}

/** The engine refused a request of another program, such as Compose, in whose output its words are. */
export class RefusedRequestError extends EngineError {}

/** The fixture image is not in the engine: a fault of the lab, not of the engine. */
export class MissingImageError extends EngineError {}

/** What an engine says when its time or the machine's resources were too short: no refusal. */
const tooShort = /deadline exceeded|time(?:d |-)?out|no space left|cannot allocate memory|too many open files/i;

/**
 * Returns the words with which the engine's API refused a request; null if an error has no such origin. A conflict of
 * names (409) is no refusal: the requester took a name that there is. Nor is a request for which a busy machine had no
 * time or no resources.
 */
export function findRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof MissingImageError) return null;
  const { statusCode } = error as { readonly statusCode?: unknown };
  if (!(error instanceof RefusedRequestError) && typeof statusCode !== 'number') return findRefusal(error.cause);
  if (typeof statusCode === 'number' && (statusCode < 400 || statusCode === 409)) return null;
  return tooShort.test(error.message) ? null : error.message;
}

/** Returns whether an error is the engine's: one of ours about it, or an answer of its API that is an error. */
export function isEngineFailure(error: unknown): boolean {
  if (error instanceof MissingImageError) return false;
  return error instanceof EngineError || typeof (error as { statusCode?: unknown } | null)?.statusCode === 'number';
}

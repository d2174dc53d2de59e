/** An engine could not be found, started or talked to. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An engine could not be found, started or talked to. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An engine ended by itself while it was being started. One that was killed, or did not come up in its time, has refused nothing. */
export class EngineStartError extends EngineError {}

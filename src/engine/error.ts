/** An engine could not be found, started or reached. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An engine exited by itself while starting. One that was killed or timed out is an EngineError. */
export class EngineStartError extends EngineError {}

/** The lab could not be built or used: the environment's fault or ours, never the engine's behaviour. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

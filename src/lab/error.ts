/** A lab could not be built or used: the fault of the environment or of docknet, never the engine's behaviour. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

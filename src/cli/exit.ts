/** A command that ends with a status of its own and one message for the person who called it. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  constructor(
    readonly status: 1 | 2 | 3 | 4,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Called in a way that cannot be served: exit status 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  constructor(message: string, options?: ErrorOptions) {
    super(2, message, options);
  }
}

/** This machine, or what it was given, cannot serve the command: exit status 3. */
export class UnfitError extends CommandError {
  override readonly name = 'UnfitError';
  constructor(message: string, options?: ErrorOptions) {
    super(3, message, options);
  }
}

/** Names of the rooms' own errors that speak about the environment: no engine, no lab, no recorder, no place for a record. */
const environment = new Set(['EngineError', 'LabError', 'RecorderError', 'RecordError', 'TraceError']);

/** The status a command ends with when it throws this: 4 (broken: our own fault) for what nobody foresaw. */
export function statusOf(error: unknown): number {
  if (error instanceof CommandError) return error.status;
  return error instanceof Error && environment.has(error.name) ? 3 : 4;
}

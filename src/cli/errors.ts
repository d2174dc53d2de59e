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

/** Errors of other modules that mean a usage error: a named run, matrix, baseline or suite that cannot be used. */
const usage = new Set(['ResultsError', 'SuiteError']);
/** Errors of other modules that mean an unfit environment. */
const environment = new Set(['EngineError', 'LabError', 'RecorderError', 'RecordError', 'TraceError']);

/** Returns the exit status for an error. 4 (docknet's own fault) for an unexpected one. */
export function statusOf(error: unknown): number {
  if (error instanceof CommandError) return error.status;
  if (!(error instanceof Error)) return 4;
  return usage.has(error.name) ? 2 : environment.has(error.name) ? 3 : 4;
}

/**
 * Returns the exit status of several parts: an interruption first, then a deviation, which stands even if another engine did not come
 * up or another check failed.
 */
export function worstStatus(statuses: readonly number[]): number {
  return [130, 1, 3, 4].find((status) => statuses.includes(status)) ?? 0;
}

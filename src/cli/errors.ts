import { escapeLines } from './terminal/style.js';

/** An error with an exit status and a message for the caller. Printed without a stack. */
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

/** A command line that cannot be served: exit status 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  constructor(message: string, options?: ErrorOptions) {
    super(2, message, options);
  }
}

/** A machine that cannot serve the command: exit status 3. */
export class UnfitError extends CommandError {
  override readonly name = 'UnfitError';
  constructor(message: string, options?: ErrorOptions) {
    super(3, message, options);
  }
}

/** Errors of other modules about what a command line names: a run, matrix, baseline, suite or engine. */
const usageErrors = new Set(['ResultsError', 'SuiteError', 'UnknownEngineError', 'UnknownKernelError']);
/** Errors of other modules about the environment. */
const environmentErrors = new Set([
  'AptError',
  'CacheError',
  'EngineError',
  'LabError',
  'MachineError',
  'RecorderError',
  'RecordError',
  'TraceError',
]);

/** Returns the exit status for an error; 4 (docknet's own fault) for an unexpected one. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommandError) return error.status;
  if (!(error instanceof Error)) return 4;
  return usageErrors.has(error.name) ? 2 : environmentErrors.has(error.name) ? 3 : 4;
}

/** Returns an error's message, with a similar name if it is about an unknown one; its stack if it is unexpected. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (exitStatusOf(error) === 4 && !(error instanceof CommandError)) return error.stack ?? error.message;
  return error.message + suggestionOf(error);
}

/** Prints an error to standard error. */
export function printError(error: unknown): void {
  process.stderr.write(`docknet: ${escapeLines(describeError(error), '  ')}\n`);
}

function suggestionOf(error: Error): string {
  const { suggest } = error as {
    readonly suggest?: { readonly word: string; readonly names: readonly string[] } | null;
  };
  return suggest === undefined || suggest === null ? '' : suggestName(suggest.word, suggest.names);
}

/** Returns the message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/**
 * Returns the exit status of several parts: an interruption first, then a deviation, which stands even if another
 * engine did not start or another check failed.
 */
export function worstStatus(statuses: readonly number[]): number {
  return [130, 1, 3, 4].find((status) => statuses.includes(status)) ?? 0;
}

/** Returns " Did you mean NAME?" for the name most similar to a word; empty if none is similar. */
export function suggestName(word: string, names: readonly string[]): string {
  const name = findSimilar(word, names);
  return name === null ? '' : ` Did you mean ${name}?`;
}

/** Returns the name most similar to a word; null if none is similar. */
export function findSimilar(word: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const name of names) {
    // A name cut off in the middle is similar too, but less than a misspelt one.
    const steps = Math.min(distance(word, name), distance(word, name.slice(0, word.length)) + 1.5);
    if (steps < least) [best, least] = [name, steps];
  }
  return best;
}

/** Levenshtein distance: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

import { perform, type RunOptions } from './run.js';

/** `docknet prove [ID or glob …]`: every check under its sabotage, which must turn it. @returns the exit status. */
export function prove(patterns: readonly string[], options: RunOptions): Promise<number> {
  return perform('prove', patterns, options);
}

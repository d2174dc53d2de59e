import { startProcess, type CommandPrefix, type ManagedProcess } from '../../process/index.js';
import { logStep, type CheckContext } from './context.js';

/** A program that runs in one place until it ends or the check does. */
export interface StartedProgram {
  readonly process: ManagedProcess;
  /** Appends what was done with it to the log. @param started From `performance.now()`. */
  readonly log: (command: string, result: { readonly output: string; readonly ok: boolean }, started: number) => number;
}

/** Starts one of the machine's programs in a place's network namespace. */
export type StartProgram = (argv: readonly string[]) => StartedProgram;

/** Returns how programs start in a place. @param prefix Returns what enters its network namespace now. */
export const createStartProgram =
  (context: CheckContext, key: string, prefix: () => CommandPrefix): StartProgram =>
  (argv) => {
    const process = startProcess(argv, { prefix: prefix(), stdin: 'pipe' });
    context.undo.push(() => process.stop());
    return {
      process,
      log: (command, { output, ok }, started) => {
        const milliseconds = Math.round(performance.now() - started);
        const status = ok ? 0 : 1;
        return logStep(context, key, { command, stdout: output, stderr: '', status, milliseconds }).milliseconds;
      },
    };
  };

import { randomUUID } from 'node:crypto';
import type { OutputStream } from '../terminal/style.js';

/** Keeps GitHub from reading docknet's output for workflow commands. */
export interface CommandGuard {
  /** Lets commands through again. */
  end(): void;
}

/**
 * Stops workflow commands until `end`: names, payloads and rules in the output could be ones (`::add-mask::`). Does
 * nothing without the reporter `github`.
 */
export function stopCommands(terminal: OutputStream, isForGithub: boolean): CommandGuard {
  if (!isForGithub) return { end: () => undefined };
  const token = randomUUID();
  terminal.write(`::stop-commands::${token}\n`);
  let ended = false;
  return {
    end: () => {
      if (!ended) terminal.write(`::${token}::\n`);
      ended = true;
    },
  };
}

import type { Lab, LanPlan } from '../../lab/index.js';
import type { CommandResult } from '../../process/index.js';
import type { Step } from '../../record/index.js';

/** What the actions of a check share: the lab, the run it belongs to, and the log of what was done. */
export interface CheckContext {
  readonly lab: Lab;
  readonly lan: LanPlan;
  /** The run's id, part of every name the check makes. */
  readonly run: string;
  /** Milliseconds that an answer may take where a check names no limit. */
  readonly timeoutMs: number;
  readonly steps: Step[];
  phase: Step['phase'];
  /** Undoes what the check changed on the host, last first. */
  readonly undo: (() => Promise<unknown>)[];
}

/** Writes a command and its outcome into the log of what was done. */
export function logStep<Result extends Omit<CommandResult, 'signal' | 'error'>>(
  stage: CheckContext,
  place: string,
  result: Result,
): Result {
  stage.steps.push({
    phase: stage.phase,
    place,
    command: result.command,
    output: `${result.stdout}${result.stderr}`.trimEnd(),
    status: result.status,
    milliseconds: result.milliseconds,
  });
  return result;
}

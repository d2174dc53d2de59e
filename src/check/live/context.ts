import { EngineStartError, isEngineFailure } from '../../engine/index.js';
import type { Lab, LanPlan } from '../../lab/index.js';
import type { CommandResult } from '../../process/index.js';
import type { Step } from '../../record/index.js';
import type { EngineAction } from '../expectation.js';

/** What the actions of a check share: the lab, the run it belongs to, and the log of what was done. */
export interface CheckContext {
  readonly lab: Lab;
  readonly lan: LanPlan;
  /** The run's id, part of every name that the check gives. */
  readonly run: string;
  /** How long to wait for an answer if a check sets no limit, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the check runs under its sabotage. */
  readonly sabotaged: boolean;
  readonly steps: Step[];
  phase: Step['phase'];
  /** Undoes what the check changed, last first. */
  readonly undo: (() => Promise<unknown>)[];
  /** What was asked of the engine during `when`. */
  readonly engineActions: EngineAction[];
  /** True while the engine is down because it refused to start. */
  engineRefused: boolean;
}

type LoggedCommand = Pick<CommandResult, 'command' | 'stdout' | 'stderr' | 'status' | 'milliseconds'>;

/** Appends a command and its outcome to the log of what was done, and returns it. */
export function logStep<Result extends LoggedCommand>(context: CheckContext, place: string, result: Result): Result {
  context.steps.push({
    phase: context.phase,
    place,
    command: result.command,
    output: `${result.stdout}${result.stderr}`.trimEnd(),
    status: result.status,
    milliseconds: result.milliseconds,
  });
  return result;
}

/**
 * Runs something that takes no single command, and logs it as the command that a person would type.
 *
 * @param action Returns what the command would print.
 * @throws what the action throws.
 */
export async function timeStep(
  context: CheckContext,
  place: string,
  command: string,
  action: () => Promise<string | void>,
): Promise<void> {
  const started = performance.now();
  const log = (output: string, status: number) =>
    context.steps.push({
      phase: context.phase,
      place,
      command,
      output,
      status,
      milliseconds: Math.round(performance.now() - started),
    });
  try {
    log((await action()) ?? '', 0);
  } catch (cause) {
    log(cause instanceof Error ? cause.message : String(cause), 1);
    throw cause;
  }
}

/**
 * Runs something that the engine does during `when`, and returns its failure as an outcome that `expect` can judge.
 *
 * @throws what is no failure of the engine, and if the engine no longer answers without having refused to start. Before
 *   `when` every failure: the fixture needs the action.
 */
export async function attempt(
  context: CheckContext,
  command: string,
  action: () => Promise<string | void>,
): Promise<EngineAction> {
  const error = await timeStep(context, 'host', command, action).then(
    () => null,
    async (cause: unknown) => {
      if (context.phase === 'given') throw cause;
      if (cause instanceof EngineStartError) context.engineRefused = true;
      else if (!isEngineFailure(cause) || !(await context.lab.engine.isReachable())) throw cause;
      return (cause as Error).message;
    },
  );
  const number = context.engineActions.length;
  const outcome: EngineAction = { kind: 'engine', number, command, ok: error === null, error: error ?? '' };
  context.engineActions.push(outcome);
  return outcome;
}

import { runSession, type SessionListener, type SessionResult } from '../../runner/index.js';
import { exitStatusOf, messageOf, UnfitError } from '../errors.js';
import { resolveBackends } from '../run/engine-settings.js';
import { fetchIntoCache, type FetchOptions } from '../run/fetch-engine.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import type { OutputStream } from '../terminal/style.js';
import type { TrialRun } from './bisection.js';
import type { BisectEngine } from './engines.js';

/** What trials run, and where. */
export interface TrialSettings {
  /** The check's id. */
  readonly id: string;
  /** `engine` is the one for all kernels. */
  readonly options: RunOptions & FetchOptions;
  /** For the progress of fetches. */
  readonly stream: OutputStream;
  /** The bisection's directory; every trial gets a directory in it. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
}

/**
 * Runs the check on one engine, in a lab of its own, with record and evidence. Fetches the engine if it is not at hand.
 *
 * @throws UnfitError if the record cannot be written.
 */
export async function runTrial(engine: BisectEngine, settings: TrialSettings): Promise<TrialRun> {
  const session = await runOn(engine, settings).catch((cause: unknown) => {
    if (exitStatusOf(cause) === 4) throw cause;
    return messageOf(cause);
  });
  if (typeof session === 'string') return { stored: null, error: session };
  const [unsaved] = session.unsaved;
  if (unsaved !== undefined) throw new UnfitError(unsaved);
  const [cell] = session.cells;
  const record = cell?.record ?? null;
  return record === null || record.checks.length === 0
    ? { stored: null, error: cell?.unfit ?? 'interrupted before the check had a verdict' }
    : { stored: { directory: session.directory, record }, error: null };
}

async function runOn({ name, isAtHand, kernel }: BisectEngine, settings: TrialSettings): Promise<SessionResult> {
  const { id, options, directory, signal, log } = settings;
  if (!isAtHand) await fetchIntoCache(name, options, settings);
  const where = kernel === undefined ? { engine: [name] } : { kernel: [kernel] };
  const plan = await readRunOptions([id], { ...options, ...where });
  const request = {
    ...plan,
    engines: await resolveBackends(plan.engines),
    output: directory,
    workers: 1,
    sabotaged: false,
    durations: new Map<string, number>(),
    arguments: process.argv.slice(2),
    signal,
  };
  return runSession(request, quiet(log));
}

/** Shows nothing of a session but what it removed and its warnings: a trial is one line when it ends. */
const quiet = (log: (text: string) => void): SessionListener => ({
  swept: (leftovers) => {
    log(`Removed leftovers of a killed run: ${leftovers.join(', ')}`);
  },
  began: () => undefined,
  started: () => undefined,
  checked: () => undefined,
  warned: log,
  ended: () => undefined,
});

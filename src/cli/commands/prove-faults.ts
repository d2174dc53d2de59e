import { join } from 'node:path';
import { faults, type Fault } from '../../fault/index.js';
import { docknetVersion, ownTreeByCaller, writeWhole } from '../../record/index.js';
import { selectIds } from '../../registry/index.js';
import { renderFaults, type FaultsInput, type FaultTrialInput } from '../../report/index.js';
import { pageFile, readDurations, sha256, writePage } from '../../results/index.js';
import { runFaults, type FaultResult, type FaultTrial } from '../../runner/index.js';
import { suggestName, UnfitError, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { resolveBackends } from '../run/engine-settings.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import { summarizeFaults } from '../terminal/fault-summary.js';
import { SessionDisplay } from '../terminal/session-display.js';
import { displayPath } from '../terminal/style.js';

/** `docknet list --faults`: lists the faults. @returns the exit status. */
export function listFaults(): number {
  const width = Math.max(...faults.map(({ id }) => id.length));
  for (const { id, what } of faults) process.stdout.write(`${id.padEnd(width)}  ${what}\n`);
  process.stdout.write(`\n${faults.length} faults. "docknet prove --faults ID" runs the checks under one.\n`);
  return 0;
}

/**
 * `docknet prove --faults`: runs the checks under each fault that ids, places and globs select.
 *
 * @returns the exit status: 0 if every fault was noticed, 1 if not.
 */
export async function proveFaults(patterns: readonly string[], options: RunOptions): Promise<number> {
  const selected = selectFaults(patterns);
  const plan = await readRunOptions([], options);
  const [engine, second] = await resolveBackends(plan.engines);
  if (engine === undefined || second !== undefined) throw new UsageError('--faults runs on one engine; pass one.');
  if (engine.choice.kind === 'host' || engine.kernel !== null)
    throw new UsageError('--faults needs an engine of docknet’s own on this machine; pass another --engine.');
  requireRoot('prove');
  const started = new Date().toISOString();
  const show = new SessionDisplay(process.stdout);
  const interruption = handleInterruption(show.log);
  const result = await runFaults(
    {
      ...plan,
      engine,
      faults: selected,
      output: options.output,
      durations: await readDurations(),
      arguments: process.argv.slice(2),
      signal: interruption.signal,
    },
    show,
  ).finally(() => {
    interruption.end();
  });
  if (result.cell === null) throw new UnfitError(result.unfit ?? 'The run was interrupted before an engine was ready.');
  const input = describe(result, started);
  await writeWhole(join(result.directory, 'faults.json'), `${JSON.stringify(input, null, 2)}\n`);
  const page = await writePage(join(result.directory, pageFile), renderFaults(input, sha256));
  await ownTreeByCaller(result.directory);
  process.stdout.write(`\n${summarizeFaults(input, process.stdout)}\nreport: ${displayPath(page)}\n`);
  if (result.interrupted) return 130;
  return input.trials.every(({ result: how }) => how === 'noticed') ? 0 : 1;
}

function selectFaults(patterns: readonly string[]): Fault[] {
  const ids = faults.map(({ id }) => id);
  const unknown = patterns.find((pattern) => selectIds(ids, [pattern]).length === 0);
  if (unknown !== undefined)
    throw new UsageError(
      `No fault matches "${unknown}".${suggestName(unknown, ids)} "docknet list --faults" lists all.`,
    );
  const selected = new Set(selectIds(ids, patterns));
  return faults.filter(({ id }) => selected.has(id));
}

const describe = ({ cell, trials, blind }: FaultResult, started: string): FaultsInput => ({
  docknet: docknetVersion(),
  engine: cell?.engine.version ?? '',
  started,
  trials: trials.map((trial): FaultTrialInput => ({ ...trial, result: resultOf(trial) })),
  blind,
});

function resultOf({ noticedBy, rulesNoticedBy, checks, unfit }: FaultTrial): FaultTrialInput['result'] {
  if (noticedBy.length > 0 || unfit !== null) return 'noticed';
  if (checks === 0) return 'not run';
  return rulesNoticedBy.length > 0 ? 'by rules alone' : 'unnoticed';
}

import { join } from 'node:path';
import { faults, type Fault } from '../../fault/index.js';
import { docknetVersion, ownTreeByCaller, writeWhole } from '../../record/index.js';
import { selectIds } from '../../registry/index.js';
import { renderFaults, type FaultTrialInput } from '../../report/index.js';
import {
  baselineName,
  pageFile,
  readDurations,
  readFaultTables,
  readVerdicts,
  sha256,
  writeFaultTable,
  writePage,
} from '../../results/index.js';
import { runFaults, type FaultResult, type FaultTrial, type NamedEngine } from '../../runner/index.js';
import { suggestName, UnfitError, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { resolveBackends } from '../run/engine-settings.js';
import { faultsFile, readEarlier, readEnough, type FaultOptions, type FaultsFile } from '../run/fault-options.js';
import { readRunOptions } from '../run/options.js';
import { FaultDisplay } from '../terminal/fault-display.js';
import { summarizeFaults } from '../terminal/fault-summary.js';
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
 * @returns the exit status: 0 if every fault was noticed, 1 if not, 4 if a lab could not be built for one.
 */
export async function proveFaults(patterns: readonly string[], options: FaultOptions): Promise<number> {
  const selected = selectFaults(patterns);
  const plan = await readRunOptions([], options);
  const engine = await readEngine(plan.engines);
  const earlier = await readEarlier(options);
  const enough = earlier?.enough ?? readEnough(options);
  const allChecks = earlier?.allChecks ?? options.allChecks === true;
  requireRoot('prove');
  const started = earlier?.started ?? new Date().toISOString();
  const describe = (result: FaultResult): FaultsFile => ({
    ...describeResult(result, started, selected.length),
    enough,
    allChecks,
  });
  const show = new FaultDisplay(process.stdout, (result) => save(result.directory, describe(result)));
  const interruption = handleInterruption(show.log);
  const result = await runFaults(
    {
      ...plan,
      engine,
      faults: selected,
      recorded: joinTables([...(await readFaultTables()).values()]),
      thorough: allChecks,
      baseline: (cell) => readVerdicts(baselineName(cell)),
      enough,
      earlier: earlier === null ? null : { ...earlier, unfit: null, interrupted: true },
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
  const file = describe(result);
  const page = await save(result.directory, file);
  await ownTreeByCaller(result.directory);
  process.stdout.write(`\n${summarizeFaults(file, process.stdout)}\nreport: ${displayPath(page)}\n`);
  if (options.record === true) await record(result);
  if (result.interrupted) {
    process.stdout.write(`Continue with: docknet prove --faults --resume ${displayPath(result.directory)}\n`);
    return 130;
  }
  if (file.left > 0) return 4;
  return file.trials.every(({ result: how }) => how === 'noticed' || how === 'without effect') ? 0 : 1;
}

/** Returns the engine of a proof. @throws UsageError for several, and for one that docknet does not start. */
async function readEngine(engines: readonly NamedEngine[]): Promise<NamedEngine> {
  const [engine, second] = await resolveBackends(engines);
  if (engine === undefined || second !== undefined) throw new UsageError('--faults runs on one engine; pass one.');
  if (engine.choice.kind === 'host' || engine.kernel !== null)
    throw new UsageError('--faults needs an engine of docknet’s own on this machine; pass another --engine.');
  return engine;
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

/** Returns the checks that noticed each fault on some engine. */
function joinTables(tables: readonly ReadonlyMap<string, readonly string[]>[]): ReadonlyMap<string, string[]> {
  const joined = new Map<string, string[]>();
  for (const [fault, ids] of tables.flatMap((table) => [...table]))
    joined.set(fault, [...new Set([...(joined.get(fault) ?? []), ...ids])]);
  return joined;
}

/** Writes what is known, and its page. @returns the page. */
async function save(directory: string, file: FaultsFile): Promise<string> {
  await writeWhole(join(directory, faultsFile), `${JSON.stringify(file, null, 1)}\n`);
  return writePage(join(directory, pageFile), renderFaults(file, sha256));
}

async function record({ cell, trials }: FaultResult): Promise<void> {
  if (cell === null) return;
  const path = await writeFaultTable(
    baselineName(cell),
    new Map(trials.filter(({ noticedBy }) => noticedBy.length > 0).map(({ id, noticedBy }) => [id, noticedBy])),
  );
  process.stdout.write(`recorded: ${displayPath(path)}\n`);
}

function describeResult({ cell, control, trials }: FaultResult, started: string, selected: number) {
  const ran = new Set(trials.flatMap((trial) => trial.ran));
  const noticing = new Set(trials.flatMap(({ noticedBy, rulesNoticedBy }) => [...noticedBy, ...rulesNoticedBy]));
  return {
    docknet: docknetVersion(),
    engine: cell === null ? '' : baselineName(cell),
    started,
    cell,
    control,
    trials: trials.map((trial): FaultTrialInput => ({ ...trial, result: resultOf(trial) })),
    blind: control.map(({ id }) => id).filter((id) => ran.has(id) && !noticing.has(id)),
    left: selected - trials.length,
  };
}

function resultOf({ noticedBy, rulesNoticedBy, candidates, unfit }: FaultTrial): FaultTrialInput['result'] {
  if (noticedBy.length > 0 || unfit !== null) return 'noticed';
  if (candidates === 0) return 'without effect';
  return rulesNoticedBy.length > 0 ? 'by rules alone' : 'unnoticed';
}

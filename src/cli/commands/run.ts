import { resolve } from 'node:path';
import { chooseBaseline, isCompared } from '../../results/compare/compare-run.js';
import { compareCells, regressed } from '../run/compare-baseline.js';
import { EvidenceAhead } from '../../results/page/evidence-ahead.js';
import { knownDurations } from '../../results/compare/durations.js';
import { SuiteRegistry } from '../../registry/index.js';
import { runSession, type NamedEngine, type SessionListener } from '../../runner/index.js';
import { UsageError, worstStatus } from '../errors.js';
import { watchForInterruption } from '../interruption.js';
import { chooseChecks } from '../run/checks.js';
import { chooseEngine } from '../run/engines.js';
import { chooseIptables } from '../run/choose-iptables.js';
import { defaultWorkers } from '../run/default-workers.js';
import { askForConsent } from '../run/host-consent.js';
import { requireRoot } from '../permission.js';
import { writeReport } from './report.js';
import { reportSession, type SessionOutcome } from '../run/outcome.js';
import { partOf, readShard } from '../run/shard.js';
import { findings } from '../terminal/run-summary.js';
import { matrixFindings } from '../terminal/matrix-findings.js';
import { comparisonJson } from '../terminal/comparison-json.js';
import { progressOf } from '../terminal/run-progress.js';
import { runJson } from '../terminal/json.js';
import { indented, type Terminal } from '../terminal/style.js';
import { shownPath } from '../terminal/shown-path.js';

/** Options of `docknet run` and `docknet prove`, as commander hands them over. */
export interface RunOptions {
  /** One or more. */
  readonly engine: readonly string[];
  readonly engineCache: string;
  /** Directories of checks beside docknet's own. */
  readonly suites: readonly string[];
  readonly output: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly engineTimeout: string;
  readonly iptables?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  /** What to compare with; false for nothing at all. Of `docknet run` alone. */
  readonly baseline?: string | false;
}

/** `docknet run [ID or glob …]`. @returns the exit status. */
export function run(patterns: readonly string[], options: RunOptions): Promise<number> {
  return perform('run', patterns, options);
}

/** Runs checks, plainly or each under its sabotage, and says what came of them. @returns the exit status. */
export async function perform(
  command: 'run' | 'prove',
  patterns: readonly string[],
  options: RunOptions,
): Promise<number> {
  const shard = options.shard === undefined ? null : readShard(options.shard);
  const registry = await SuiteRegistry.open(options.suites);
  const all = chooseChecks(registry, patterns);
  const ids = shard === null ? all : partOf(all, shard);
  const workers =
    options.workers === undefined
      ? defaultWorkers(options.engine.length)
      : positive('--workers', options.workers, 'a whole number of labs, 1 or more', Number.isInteger);
  const engineTimeoutMs =
    positive('--engine-timeout', options.engineTimeout, 'a number of seconds above 0', Number.isFinite) * 1000;
  const engines: NamedEngine[] = [];
  for (const engine of options.engine) engines.push(await chooseEngine(engine, resolve(options.engineCache)));
  const iptables = chooseIptables(options.iptables, engines);
  const terminal = options.json === true ? process.stderr : process.stdout;
  if (engines.some(({ choice }) => choice.kind === 'host'))
    askForConsent(options.yes === true, (text) => terminal.write(`docknet: ${text}\n`));
  const baseline = command === 'prove' ? ({ kind: 'none' } as const) : await chooseBaseline(options.baseline);
  requireRoot(command);
  const say = (text: string) => terminal.write(`docknet: ${text}\n`);
  const interruption = watchForInterruption(say);
  const ahead = new EvidenceAhead();
  const result = await runSession(
    {
      registry,
      ids,
      engines,
      shard,
      output: options.output,
      workers,
      engineTimeoutMs,
      sabotaged: command === 'prove',
      engineCache: resolve(options.engineCache),
      iptables,
      durations: await knownDurations(),
      arguments: process.argv.slice(2),
      signal: interruption.signal,
    },
    listenerOf(terminal, ids, ahead),
  )
    .then((session) => reportSession(session, (version) => isCompared(baseline, version), ahead.of))
    .finally(() => {
      interruption.end();
    });
  tell(result, terminal);
  const comparisons = await compareCells(
    baseline,
    result.cells,
    patterns.length + options.suites.length === 0 && shard === null,
    terminal,
    () => writeReport(result.directory),
  );
  const status = regressed(comparisons) ? worstStatus([result.status, 1]) : result.status;
  if (options.json === true)
    process.stdout.write(
      `${JSON.stringify({ ...runJson({ ...result, status }), comparisons: comparisons.map(comparisonJson) }, null, 2)}\n`,
    );
  return status;
}

/** Shows progress on the terminal, and reads the evidence of finished checks while the others run. */
function listenerOf(terminal: Terminal, ids: readonly string[], ahead: EvidenceAhead): SessionListener {
  let progress: ReturnType<typeof progressOf> | null = null;
  return {
    swept: (leftovers) => {
      const more = leftovers.length > 2 ? ` and ${leftovers.length - 2} more` : '';
      terminal.write(`docknet: cleared what a killed run had left: ${leftovers.slice(0, 2).join(', ')}${more}\n`);
    },
    began: (cells) => {
      progress = progressOf(
        terminal,
        cells.map(({ name }) => name),
        ids,
      );
    },
    started: (cell, id) => progress?.started(cell, id),
    checked: (cell, check, directory) => {
      progress?.checked(cell, check);
      ahead.begin(directory, check);
    },
    ended: () => progress?.end(),
  };
}

function tell({ cells, matrix, page, troubles }: SessionOutcome, terminal: NodeJS.WriteStream): void {
  const [record = null] = cells.map((cell) => cell.record);
  if (matrix !== null) terminal.write(`\n${matrixFindings(cells, terminal)}\n`);
  else if (record !== null) terminal.write(`\n${findings(record, terminal)}\n`);
  if (page !== null) terminal.write(`report: ${shownPath(page)}\n`);
  for (const trouble of troubles) process.stderr.write(`docknet: ${indented(trouble, '  ')}\n`);
  if (cells.every((cell) => cell.record === null) && troubles.length === 0)
    terminal.write('docknet: interrupted before an engine was ready; nothing was recorded\n');
}

function positive(option: string, text: string, wanted: string, right: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !right(value) || value <= 0) throw new UsageError(`${option} ${text}: give ${wanted}.`);
  return value;
}

import { resolve } from 'node:path';
import { UsageError } from '../exit.js';
import { chooseChecks } from '../run/choose-checks.js';
import { chooseEngine } from '../run/choose-engine.js';
import { defaultWorkers } from '../run/default-workers.js';
import { askForConsent } from '../run/host-consent.js';
import { requireRoot } from '../run/require-root.js';
import { runSession, type SessionResult } from '../run/run-session.js';
import { findings } from '../terminal/findings.js';
import { runJson } from '../terminal/run-json.js';
import { indented } from '../terminal/paint.js';
import { shownPath } from '../terminal/shown-path.js';

/** Options of `docknet run` and `docknet prove`, as commander hands them over. */
export interface RunOptions {
  readonly engine: string;
  readonly engineCache: string;
  readonly output: string;
  readonly workers?: string;
  readonly engineTimeout: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `docknet run [ID or glob …]`. @returns the exit status. */
export function run(patterns: readonly string[], options: RunOptions): Promise<number> {
  return perform('run', patterns, options);
}

/** Runs checks, plainly or each under its sabotage, and says what came of them. @returns the exit status. */
export async function perform(command: 'run' | 'prove', patterns: readonly string[], options: RunOptions): Promise<number> {
  const ids = await chooseChecks(patterns);
  const workers = options.workers === undefined ? defaultWorkers() : positive('--workers', options.workers, 'a whole number of labs, 1 or more', Number.isInteger);
  const engineWithin = positive('--engine-timeout', options.engineTimeout, 'a number of seconds above 0', Number.isFinite) * 1000;
  const { choice: engine } = await chooseEngine(options.engine, resolve(options.engineCache));
  const terminal = options.json === true ? process.stderr : process.stdout;
  if (engine.kind === 'host') askForConsent(options.yes === true, (text) => terminal.write(`docknet: ${text}\n`));
  requireRoot(command);
  const result = await runSession({ ids, engine, output: options.output, workers, engineWithin, sabotaged: command === 'prove', terminal });
  tell(result, terminal);
  if (options.json === true) process.stdout.write(`${JSON.stringify(runJson(result), null, 2)}\n`);
  return result.status;
}

function tell(result: SessionResult, terminal: NodeJS.WriteStream): void {
  if (result.record !== null) terminal.write(`\n${findings(result.record, terminal)}\n`);
  if (result.page !== null) terminal.write(`report: ${shownPath(result.page)}\n`);
  for (const trouble of result.troubles) process.stderr.write(`docknet: ${indented(trouble, '  ')}\n`);
  if (result.record === null && result.troubles.length === 0) terminal.write('docknet: interrupted before an engine was ready; nothing was recorded\n');
}

function positive(option: string, text: string, wanted: string, right: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !right(value) || value <= 0) throw new UsageError(`${option} ${text}: give ${wanted}.`);
  return value;
}


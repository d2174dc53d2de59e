import { join } from 'node:path';
import { makeDirectory } from '../../record/index.js';
import { newRunId } from '../../runner/index.js';
import { bisectEngines } from '../bisect/bisection.js';
import {
  describeKind,
  findBisectEngines,
  listFetchableEngines,
  type BisectEngine,
  type BisectEngines,
} from '../bisect/engines.js';
import { findBisectKernels, splitKernelNames } from '../bisect/kernels.js';
import { saveBisection, type BisectOutcome } from '../bisect/outcome.js';
import { runTrial, type TrialSettings } from '../bisect/trial.js';
import { exitStatusOf, messageOf, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { cacheOf, type FetchOptions } from '../run/fetch-engine.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import { formatEnd, formatTrial } from '../terminal/bisection.js';
import { bisectJson } from '../terminal/json.js';
import { colorsFor, displayPath, escapeLine, escapeLines, type OutputStream } from '../terminal/style.js';

/** Options of `docknet bisect`, as commander parses them. */
export interface BisectOptions
  extends Omit<RunOptions, 'engine' | 'workers' | 'shard' | 'baseline' | 'yes' | 'strictRules'>, FetchOptions {
  readonly good: string;
  readonly bad: string;
  readonly among?: readonly string[];
  /** The kernels of a bisection over kernels. */
  readonly kernels?: readonly string[];
  /** The engine for all kernels. */
  readonly engine?: readonly string[];
  /** False for `--no-fetch`. */
  readonly fetch: boolean;
}

/**
 * `docknet bisect CHECK`: finds the first engine on which a check behaves otherwise.
 *
 * @returns the exit status: 0 if it was found, 4 if engines that were stepped over leave it open.
 */
export async function bisect(pattern: string, options: BisectOptions): Promise<number> {
  requireRoot('bisect');
  const terminal = options.json === true ? process.stderr : process.stdout;
  const log = (text: string) => terminal.write(`docknet: ${escapeLines(text, '  ')}\n`);
  const { id, notes } = await readCheck(pattern, options);
  for (const note of notes) log(note);
  const interruption = handleInterruption(log);
  const { signal } = interruption;
  try {
    const { engines, outside } = await findCandidates(options, signal, log);
    if (signal.aborted) return 130;
    introduce(id, engines, outside, terminal);
    const outcome = await perform(id, engines, options, { signal, log, stream: terminal });
    print(outcome, terminal);
    if (options.json === true) process.stdout.write(`${JSON.stringify(bisectJson(id, engines, outcome), null, 2)}\n`);
    return outcome.status;
  } finally {
    interruption.end();
  }
}

/** Lists what the bisection tries: kernels with `--kernels`, else engines. */
async function findCandidates(
  options: BisectOptions,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<BisectEngines> {
  const { good, bad, among = [], kernels } = options;
  if (kernels !== undefined) return findBisectKernels({ good, bad, kernels: splitKernelNames(kernels) }, options);
  const fetchable = options.fetch ? await listFetchable(options, signal, log) : [];
  return findBisectEngines({ good, bad, among }, cacheOf(options), fetchable);
}

/** Checks the options of the trials. @returns the id of the one check that a pattern names. */
async function readCheck(pattern: string, options: BisectOptions): Promise<{ id: string; notes: readonly string[] }> {
  if ((options.firewallBackend?.length ?? 0) > 1)
    throw new UsageError('A bisection runs with one firewall backend. Pass --firewall-backend once.');
  if (options.kernels === undefined && options.engine !== undefined)
    throw new UsageError('--engine names the engine for --kernels. Without --kernels, pass --good and --bad alone.');
  if (options.kernels !== undefined && options.among !== undefined)
    throw new UsageError('--among names engines, --kernels kernels. Pass one of them.');
  if ((options.engine?.length ?? 0) > 1) throw new UsageError('A bisection over kernels runs one engine.');
  const { ids, notes } = await readRunOptions([pattern], { ...options, engine: [] });
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0)
    throw new UsageError(`"${pattern}" names ${ids.length} checks. Name one check.`);
  return { id, notes };
}

/** Lists the engines that can be fetched; none if the repository cannot be read. */
async function listFetchable(
  options: BisectOptions,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<readonly BisectEngine[]> {
  return listFetchableEngines(options, signal).catch((cause: unknown) => {
    if (exitStatusOf(cause) !== 3) throw cause;
    if (!signal.aborted) log(`only engines at hand are tried (--no-fetch skips the repository): ${messageOf(cause)}`);
    return [];
  });
}

async function perform(
  id: string,
  engines: readonly BisectEngine[],
  options: BisectOptions,
  tools: Pick<TrialSettings, 'signal' | 'log' | 'stream'>,
): Promise<BisectOutcome> {
  const bisectionId = newRunId();
  const directory = join(options.output, bisectionId);
  await makeDirectory(directory);
  const { signal, stream } = tools;
  const bisection = await bisectEngines(engines, {
    run: (engine) => runTrial(engine, { id, options: { engine: ['private'], ...options }, directory, ...tools }),
    onTrial: (trial) => stream.write(`${formatTrial(trial, stream)}\n`),
    signal,
  });
  return saveBisection({ bisection, engines, id: bisectionId, directory, interrupted: signal.aborted });
}

function introduce(
  id: string,
  engines: readonly BisectEngine[],
  outside: readonly BisectEngine[],
  terminal: OutputStream,
): void {
  const versions = engines.map(({ version }) => version);
  const kind = engines[0] === undefined ? 'engine' : describeKind(engines[0]);
  const between = engines.slice(1, -1);
  const list = (isAtHand: boolean) => between.filter((engine) => engine.isAtHand === isAtHand).map((e) => e.version);
  const [atHand, fetchable] = [list(true), list(false)];
  const toFetch = fetchable.length === 0 ? '' : `; to fetch: ${fetchable.join(', ')}`;
  terminal.write(
    `bisecting ${id} from ${versions[0] ?? ''} (good) to ${versions.at(-1) ?? ''} (bad); ` +
      `${kind}s between at hand: ${atHand.length === 0 ? 'none' : atHand.join(', ')}${toFetch}\n`,
  );
  for (const { name, version } of outside)
    terminal.write(`docknet: ${escapeLine(name)} is not tried: ${version} is not between the two\n`);
}

function print({ headline, change, page, directory, problem, errors }: BisectOutcome, terminal: OutputStream): void {
  if (headline !== null) terminal.write(`\n${colorsFor(terminal).bold(headline)}\n`);
  if (change !== null && page !== null) {
    const [good, bad] = page.ends;
    terminal.write(`${good.version} is the base, ${bad.version} the candidate: ${escapeLine(change.sentence)}\n`);
    terminal.write(`\n${formatEnd(good, 'last good', terminal)}\n${formatEnd(bad, 'first bad', terminal)}\n`);
    terminal.write(`page: ${displayPath(page.path)}\n`);
  } else if (directory !== null) terminal.write(`runs: ${displayPath(directory)}\n`);
  if (problem !== null) process.stderr.write(`docknet: ${escapeLines(problem.message, '  ')}\n`);
  for (const error of errors) process.stderr.write(`docknet: ${escapeLines(error, '  ')}\n`);
}

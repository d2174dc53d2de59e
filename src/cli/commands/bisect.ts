import { join, resolve } from 'node:path';
import { defaultEngineCache } from '../../engine/index.js';
import { makeDirectory } from '../../record/index.js';
import { newRunId } from '../../runner/index.js';
import { bisectEngines } from '../bisect/bisection.js';
import { findBisectEngines, type BisectEngine } from '../bisect/engines.js';
import { saveBisection, type BisectOutcome } from '../bisect/outcome.js';
import { runTrial } from '../bisect/trial.js';
import { UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import { formatEnd, formatTrial } from '../terminal/bisection.js';
import { bisectJson } from '../terminal/json.js';
import { colorsFor, displayPath, escapeLine, escapeLines, type OutputStream } from '../terminal/style.js';

/** Options of `docknet bisect`, as commander parses them. */
export interface BisectOptions extends Omit<
  RunOptions,
  'engine' | 'workers' | 'shard' | 'baseline' | 'yes' | 'strictRules'
> {
  readonly good: string;
  readonly bad: string;
  readonly among?: readonly string[];
}

/**
 * `docknet bisect CHECK`: finds the first engine on which a check behaves otherwise.
 *
 * @returns the exit status: 0 if it was found, 4 if engines that were stepped over leave it open.
 */
export async function bisect(pattern: string, options: BisectOptions): Promise<number> {
  requireRoot('bisect');
  const { good, bad, among = [], ...runOptions } = options;
  if ((options.firewallBackend?.length ?? 0) > 1)
    throw new UsageError('A bisection runs with one firewall backend. Pass --firewall-backend once.');
  const cache = resolve(options.engineCache ?? defaultEngineCache());
  const { engines, outside } = await findBisectEngines({ good, bad, among }, cache);
  const ends = [engines[0]!.name, engines.at(-1)!.name];
  const { ids, notes } = await readRunOptions([pattern], { ...runOptions, engine: ends });
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0)
    throw new UsageError(`"${pattern}" names ${ids.length} checks. Name one check.`);
  const terminal = options.json === true ? process.stderr : process.stdout;
  const bisectionId = newRunId();
  const directory = join(options.output, bisectionId);
  await makeDirectory(directory);
  introduce(id, engines, outside, terminal);
  const log = (text: string) => terminal.write(`docknet: ${text}\n`);
  for (const note of notes) log(note);
  const interruption = handleInterruption(log);
  const { signal } = interruption;
  const outcome = await bisectEngines(engines, {
    run: (engine) => runTrial(engine, { id, options: runOptions, directory, signal, log }),
    onTrial: (trial) => terminal.write(`${formatTrial(trial, terminal)}\n`),
    signal,
  })
    .then((bisection) => saveBisection({ bisection, engines, id: bisectionId, directory, interrupted: signal.aborted }))
    .finally(() => {
      interruption.end();
    });
  print(outcome, terminal);
  if (options.json === true) process.stdout.write(`${JSON.stringify(bisectJson(id, engines, outcome), null, 2)}\n`);
  return outcome.status;
}

function introduce(
  id: string,
  engines: readonly BisectEngine[],
  outside: readonly BisectEngine[],
  terminal: OutputStream,
): void {
  const versions = engines.map(({ version }) => version);
  const between = versions.slice(1, -1);
  terminal.write(
    `bisecting ${id} from ${versions[0] ?? ''} (good) to ${versions.at(-1) ?? ''} (bad); ` +
      `engines between: ${between.length === 0 ? 'none at hand' : between.join(', ')}\n`,
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

import { resolve } from 'node:path';
import { readRecord, type RunRecord } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import {
  baselineDirectory,
  baselineName,
  baselinePath,
  listBaselines,
  readComparedRecord,
  writeBaseline,
} from '../../results/index.js';
import { UsageError } from '../errors.js';
import { displayPath, escapeLine } from '../terminal/style.js';

export interface WriteBaselineOptions {
  readonly name?: string;
  readonly output: string;
}

/**
 * `docknet baseline write RUN`: writes a run as a baseline, named after its engine's version and backend.
 *
 * @returns the exit status.
 */
export async function write(run: string, options: WriteBaselineOptions): Promise<number> {
  const stored = await readComparedRecord(run);
  const { cell } = stored.record;
  if (options.name === undefined && Object.keys(cell.engine.daemonConfig).length > 0)
    throw new UsageError(`The run ${run} has a daemon.json. Name its baseline with --name.`);
  const name = options.name ?? baselineName(cell);
  if (!/^[\w][\w.+-]*$/.test(name))
    throw new UsageError(`--name ${name}: use letters, digits, dots, hyphens and plus signs.`);
  const missing = stored.record.run.interrupted ? await findMissingChecks(stored.record) : [];
  if (missing.length > 0)
    throw new UsageError(
      `The run ${run} was interrupted: it lacks ${abbreviate(missing)}, which a baseline needs. Run it again.`,
    );
  const failed = stored.record.checks
    .filter(({ verdict }) => verdict === 'error' || verdict === 'inconclusive')
    .map(({ id }) => id);
  if (failed.length > 0)
    throw new UsageError(`The run ${run} has checks without a verdict: ${abbreviate(failed)}. Run it again.`);
  process.stdout.write(`baseline: ${displayPath(await writeBaseline(stored, name, resolve(options.output)))}\n`);
  return 0;
}

/** `docknet baseline list`. @returns the exit status. */
export async function list(): Promise<number> {
  const names = await listBaselines();
  for (const name of names) {
    const { checks, cell, run } = (await readRecord(baselinePath(name))).record;
    const details = `${checks.length} checks, kernel ${cell.kernel.release}, iptables ${cell.firewall.iptables}`;
    process.stdout.write(`${name}  ${escapeLine(`${details}, ${run.started.slice(0, 10)}`)}\n`);
  }
  if (names.length === 0) process.stdout.write(`no baselines in ${displayPath(baselineDirectory)}\n`);
  return 0;
}

const abbreviate = (ids: readonly string[]): string => `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;

/** Lists the checks that a run lacks. Merged parts may be complete although one of them was interrupted. */
async function findMissingChecks({ checks }: RunRecord): Promise<string[]> {
  const ran = new Set(checks.map(({ id }) => id));
  return (await SuiteRegistry.open()).ids.filter((id) => !ran.has(id));
}

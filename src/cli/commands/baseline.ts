import { resolve } from 'node:path';
import { SuiteRegistry } from '../../registry/index.js';
import { readRecord, type RunRecord } from '../../record/index.js';
import { baselineDirectory, baselineNames, baselinePath } from '../../results/compare/baselines.js';
import { comparedRecord } from '../../results/compare/load-side.js';
import { writeBaseline } from '../../results/compare/write-baseline.js';
import { UsageError } from '../errors.js';
import { oneLine } from '../terminal/style.js';
import { shownPath } from '../terminal/shown-path.js';

/** `docknet baseline write RUN`: a run as a baseline, named for its engine's version unless told otherwise. @returns the exit status. */
export async function write(
  run: string,
  options: { readonly name?: string; readonly output: string },
): Promise<number> {
  const stored = await comparedRecord(run);
  const name = options.name ?? stored.record.cell.engine.version;
  if (!/^[\w][\w.+-]*$/.test(name))
    throw new UsageError(`--name ${name}: give a name of letters, digits, dots and dashes.`);
  const missing = stored.record.run.interrupted ? await missingChecks(stored.record) : [];
  if (missing.length > 0)
    throw new UsageError(
      `the run ${run} was interrupted: a baseline that lacks checks (${some(missing)}) compares nothing for them. Run it again.`,
    );
  const unsettled = stored.record.checks
    .filter(({ verdict }) => verdict === 'error' || verdict === 'inconclusive')
    .map(({ id }) => id);
  if (unsettled.length > 0)
    throw new UsageError(
      `the run ${run} has errors or inconclusive checks (${some(unsettled)}): a baseline would say nothing of them. Run it again.`,
    );
  process.stdout.write(`baseline: ${shownPath(await writeBaseline(stored, name, resolve(options.output)))}\n`);
  return 0;
}

/** `docknet baseline list`. @returns the exit status. */
export async function list(): Promise<number> {
  for (const name of await baselineNames()) {
    const {
      record: { checks, cell, run },
    } = await readRecord(baselinePath(name));
    process.stdout.write(
      `${name}  ${oneLine(`${checks.length} checks, kernel ${cell.kernel.release}, iptables ${cell.firewall.iptables}, ${run.started.slice(0, 10)}`)}\n`,
    );
  }
  if ((await baselineNames()).length === 0)
    process.stdout.write(`there are no baselines in ${shownPath(baselineDirectory)}\n`);
  return 0;
}

const some = (ids: readonly string[]): string => `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;

/** Checks that a run did not come to. Parts that were merged may be whole together though one of them was stopped. */
async function missingChecks({ checks }: RunRecord): Promise<string[]> {
  const ran = new Set(checks.map(({ id }) => id));
  return (await SuiteRegistry.open()).ids.filter((id) => !ran.has(id));
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatArguments } from './arguments.js';
import { runDocknet } from './docknet.js';
import type { Inputs } from './inputs.js';
import { findRun, type RunOutcome } from './outcome.js';
import { enginesDirectory, kernelsDirectory, makeReportsDirectory } from './places.js';

/** What `docknet run --json` prints, as far as it is used here. */
interface RunJson {
  readonly directory: string | null;
  readonly errors: readonly string[];
  /** Of several engines. */
  readonly cells?: readonly { readonly status: number }[];
  readonly comparisons: readonly { readonly requested: boolean; readonly counts: { readonly regression: number } }[];
}

/** Runs the checks, as root. */
export async function runChecks(inputs: Inputs): Promise<RunOutcome> {
  const reports = await makeReportsDirectory();
  return runReported(
    formatArguments(inputs, { reports, engines: enginesDirectory(), kernels: kernelsDirectory() }),
    reports,
    true,
  );
}

/**
 * Runs `docknet run` or `docknet merge` with JSON on standard output, and keeps that as docknet.json beside the record.
 *
 * @param reports The empty directory that its run is written to.
 */
export async function runReported(args: readonly string[], reports: string, root: boolean): Promise<RunOutcome> {
  const { status, stdout, stderr } = await runDocknet(args, { root, quiet: true });
  const json = stdout.trim() === '' ? null : (JSON.parse(stdout) as RunJson);
  const requested = (json?.comparisons ?? []).filter((comparison) => comparison.requested);
  const isRecorded = (json?.directory ?? null) !== null;
  const directory = await findRun(reports);
  if (directory !== null) await writeFile(join(directory, 'docknet.json'), stdout);
  return {
    exitStatus: status,
    directory,
    isWhole: !(json?.cells ?? []).some((cell) => cell.status === 3),
    regressions: requested.reduce((total, { counts }) => total + counts.regression, 0),
    missing: isRecorded ? null : (json?.errors ?? []).join('\n') || stderr.trim(),
  };
}

import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** The directory of what the action leaves in a job, which action.yml names too. */
const home = (): string => {
  const temporary = process.env['RUNNER_TEMP'];
  if (temporary === undefined || temporary === '') throw new Error('RUNNER_TEMP is not set: this is no GitHub runner.');
  return join(temporary, 'docknet');
};

/** Where fetched engines are. */
export const enginesDirectory = (): string => join(home(), 'engines');

/** Where fetched kernels are. No cache keeps them: a mirror is as fast. */
export const kernelsDirectory = (): string => join(home(), 'kernels');

/** What the cache keeps of the engines. */
export const enginesArchive = (): string => join(home(), 'engines.tar');

/** Makes an empty directory for a run: a job may call the action several times. */
export async function makeReportsDirectory(): Promise<string> {
  await mkdir(home(), { recursive: true });
  return mkdtemp(join(home(), 'reports-'));
}

/** Where a summary goes that nobody asked for. */
export const unusedSummary = (): string => join(home(), 'summary.md');

/** Where the artifacts are that a merge joins. */
export const partsDirectory = (): string => join(home(), 'parts');

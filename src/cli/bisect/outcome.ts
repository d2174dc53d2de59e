import { rm } from 'node:fs/promises';
import { compareVersions, type Change } from '../../compare/index.js';
import type { CheckRecord } from '../../record/index.js';
import {
  compareTrial,
  writeBisection,
  writeTrials,
  type BisectionPage,
  type StoredTrial,
} from '../../results/index.js';
import { messageOf } from '../errors.js';
import type { Bisection, Found, Trial } from './bisection.js';
import { describeKind, type BisectEngine } from './engines.js';

/** A bisection, saved. */
export interface BisectOutcome extends Bisection {
  /** What was found, in one line; null if nothing was. */
  readonly headline: string | null;
  /** What changed from the last good to the first bad version, which it calls base and candidate. */
  readonly change: Change | null;
  /** Directory of the trials; null if none has a record. */
  readonly directory: string | null;
  /** The page of the bisection; null if nothing was found or it could not be written. */
  readonly page: BisectionPage | null;
  /** What could not be written. */
  readonly errors: readonly string[];
  readonly status: number;
}

/** A bisection as it ended, and where its trials are. */
export interface BisectionToSave {
  readonly bisection: Bisection;
  readonly engines: readonly BisectEngine[];
  readonly id: string;
  readonly directory: string;
  readonly interrupted: boolean;
}

/** Writes the page of a bisection and the matrix of its trials. What cannot be written is listed in the result. */
export async function saveBisection(ended: BisectionToSave): Promise<BisectOutcome> {
  const { bisection, engines, id, directory, interrupted } = ended;
  const { found, problem, trials } = bisection;
  const stored = trials.map((trial, n) => storeTrial(trial, engines[n]!));
  const errors: string[] = [];
  const attempt = <T>(work: () => Promise<T>): Promise<T | null> =>
    work().catch((cause: unknown) => {
      errors.push(messageOf(cause));
      return null;
    });
  const change = found === null ? null : await attempt(() => compareEnds(found));
  const headline = found === null ? null : describeFound(found, interrupted);
  const check = trials.find((trial) => trial?.check != null)?.check ?? null;
  const page =
    found === null || check === null
      ? null
      : await attempt(() => writeFound(directory, check, stored, { found, headline: headline ?? '', change }));
  const hasRecord = stored.some((trial) => trial.stored !== null);
  if (hasRecord) await attempt(() => writeTrials(directory, { id, arguments: process.argv.slice(2) }, stored));
  else await rm(directory, { recursive: true, force: true });
  const isOpen = found !== null && found.between.length > 0;
  const status = interrupted ? 130 : (problem?.status ?? (errors.length > 0 ? 3 : isOpen ? 4 : 0));
  return { ...bisection, headline, change, directory: hasRecord ? directory : null, page, errors, status };
}

const compareEnds = async ({ lastGood, firstBad }: Found): Promise<Change | null> =>
  lastGood.stored === null || firstBad.stored === null
    ? null
    : ((await compareTrial(lastGood.stored, firstBad.stored)).changes[0] ?? null);

async function writeFound(
  directory: string,
  check: CheckRecord,
  trials: readonly StoredTrial[],
  { found, headline, change }: { readonly found: Found; readonly headline: string; readonly change: Change | null },
): Promise<BisectionPage | null> {
  const { lastGood, firstBad } = found;
  if (lastGood.stored === null || firstBad.stored === null) return null;
  return writeBisection(directory, check, trials, {
    of: describeKind(firstBad.engine),
    headline,
    change: change?.sentence ?? '',
    lastGood: { version: lastGood.engine.version, stored: lastGood.stored },
    firstBad: { version: firstBad.engine.version, stored: firstBad.stored },
  });
}

const results = { good: 'good', bad: 'bad', unsettled: 'stepped over' } as const;

function storeTrial(trial: Trial | null, { name, version }: BisectEngine): StoredTrial {
  return {
    engine: name,
    version,
    result: trial === null ? 'not tried' : results[trial.result],
    reason: trial?.check?.reason ?? trial?.error ?? '',
    stored: trial?.stored ?? null,
    error: trial?.error ?? null,
  };
}

/** Describes where the check changed: `first bad version: 29.7.2 (29.4.2 is good)`. */
function describeFound({ lastGood, firstBad, between }: Found, interrupted: boolean): string {
  const [good, bad] = [lastGood.engine.version, firstBad.engine.version];
  const which = compareVersions(good, bad) < 0 ? 'first' : 'last';
  const kind = firstBad.engine.kernel === undefined ? 'version' : 'kernel';
  if (between.length === 0) return `${which} bad ${kind}: ${bad} (${good} is good)`;
  const versions = between.map(({ version }) => version).join(', ');
  const state = `${between.length === 1 ? 'was' : 'were'} ${interrupted ? 'not judged' : 'stepped over'}`;
  return `${which} bad ${kind}: ${bad} or ${versions}, which ${state} (${good} is good)`;
}

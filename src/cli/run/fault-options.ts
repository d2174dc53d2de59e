import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultsInput } from '../../report/index.js';
import type { FaultResult } from '../../runner/index.js';
import { UsageError } from '../errors.js';
import { readPositive, type RunOptions } from './options.js';

/** Options of `docknet prove --faults`, as commander parses them. */
export interface FaultOptions extends RunOptions {
  readonly enough: string;
  readonly allChecks?: boolean;
  readonly record?: boolean;
  /** The directory of an interrupted proof. */
  readonly resume?: string;
}

/** What a proof writes beside its page, and continues from. */
export interface FaultsFile extends FaultsInput, Pick<FaultResult, 'cell' | 'control'> {
  /** Its own options: a proof continues with the same. */
  readonly enough: number;
  readonly allChecks: boolean;
}

export const faultsFile = 'faults.json';

/** Reads the proof to continue; null for none. @throws UsageError if the directory has none. */
export async function readEarlier({ resume }: FaultOptions): Promise<(FaultsFile & { directory: string }) | null> {
  if (resume === undefined) return null;
  try {
    const file = JSON.parse(await readFile(join(resume, faultsFile), 'utf8')) as FaultsFile;
    return { ...file, directory: resume };
  } catch (cause) {
    throw new UsageError(`--resume ${resume}: has no ${faultsFile} to continue from: ${(cause as Error).message}`);
  }
}

/** Reads `--enough`. @throws UsageError for anything but a whole number above 0. */
export const readEnough = ({ enough }: FaultOptions): number =>
  readPositive('--enough', enough, 'a whole number of checks, 1 or more', Number.isInteger);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording } from '../../capture/index.js';
import { parseSnapshot } from '../../netfilter/index.js';
import { decodeFrames, joinFrames, sortByPath, type Journey } from '../../journey/index.js';
import { sampleRecord } from '../../record/testing/sample.js';
import type { CheckRecord } from '../../record/types.js';
import { behaviourOf, type BehaviourInput } from '../behaviour.js';
import type { CheckBehaviour, Side } from '../types.js';

/** One check of a real run, as its evidence was kept: two runs of 20.10.24 (`first`, `second`), one of 28.5.2. */
export interface Kept extends BehaviourInput {
  readonly check: CheckRecord;
  /** The id of its run. */
  readonly run: string;
  readonly engine: string;
  readonly journeys: readonly Journey[];
}

/** Reads a check of the fixtures. */
export async function kept(id: string, run: 'first' | 'second' | '28.5.2'): Promise<Kept> {
  const directory = join(process.cwd(), 'src/compare/fixtures', id.replace('/', '.'), run);
  const text = (name: string) => readFileSync(join(directory, name), 'utf8');
  const about = JSON.parse(text('check.json')) as {
    readonly run: string;
    readonly engine: string;
    readonly check: CheckRecord;
  };
  const { topology, outcome } = JSON.parse(text('topology.json')) as Pick<BehaviourInput, 'topology' | 'outcome'>;
  const { frames } = await readRecording(join(directory, 'recording.pcapng'));
  const order = sortByPath(about.check.points).map(({ name }) => name);
  const chains = (name: string) => parseSnapshot(text(name)).chains;
  return {
    ...about,
    topology,
    outcome,
    journeys: joinFrames(decodeFrames(frames), order),
    firewalls: { '': { before: chains('firewall-before.txt'), after: chains('firewall-after.txt') } },
  };
}

/** A run that consists of these checks. */
export function sideOf(
  name: string,
  checks: readonly Kept[],
  behaviours: ReadonlyMap<string, CheckBehaviour> = new Map(checks.map((one) => [one.check.id, behaviourOf(one)])),
): Side {
  return { name, record: sampleRecord(checks.map(({ check }) => check)), behaviours };
}

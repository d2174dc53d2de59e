import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording } from '../../capture/index.js';
import { parseSnapshot } from '../../netfilter/index.js';
import { decodeFrames, joinFrames, sortByPath, type Journey } from '../../journey/index.js';
import { sampleRecord } from '../../record/testing/sample.js';
import type { CheckRecord } from '../../record/index.js';
import { buildBehaviour, type BehaviourInput } from '../behaviour.js';
import type { CheckBehaviour, ComparedRun } from '../types.js';

/** The evidence of one check of a real run: two runs of one engine (`first`, `second`), and for some one of 28.5.2. */
export interface CheckFixture extends BehaviourInput {
  readonly check: CheckRecord;
  /** The id of its run. */
  readonly run: string;
  readonly engine: string;
  readonly journeys: readonly Journey[];
}

/** Reads a check's evidence from the fixtures. */
export async function readFixture(id: string, run: 'first' | 'second' | '28.5.2'): Promise<CheckFixture> {
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

/** Creates a run of these checks. */
export function createRun(
  name: string,
  checks: readonly CheckFixture[],
  behaviours: ReadonlyMap<string, CheckBehaviour> = new Map(checks.map((one) => [one.check.id, buildBehaviour(one)])),
): ComparedRun {
  return { name, record: sampleRecord(checks.map(({ check }) => check)), behaviours };
}

/** Returns the check with other fields in its record. */
export const withRecord = (one: CheckFixture, fields: Partial<CheckRecord>): CheckFixture => ({
  ...one,
  check: { ...one.check, ...fields },
});

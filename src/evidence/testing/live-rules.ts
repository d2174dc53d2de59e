import type { ExecutionContext } from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journey } from '../../journey/index.js';
import type { Evidence } from '../../record/index.js';
import { joinRecording } from '../join-recording.js';
import { expectEveryRule } from './every-rule.js';
import { runEveryRule } from './rules-on-the-way.js';

/** Joins a check's recording, without rules. */
export async function joinWithoutRules(directory: string, evidence: Evidence): Promise<readonly Journey[]> {
  const { journeys } = await joinRecording(directory, { evidence: { ...evidence, trace: null }, points: [] });
  return journeys;
}

/** Runs every kind of rule in a lab made now. Once in a process: testcontainers knows one engine in it. */
export async function liveRules(t: ExecutionContext, iptables?: 'legacy'): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-rules-'));
  try {
    const { verdict, reason, ...record } = await runEveryRule(directory, iptables);
    t.is(verdict, 'conforms', reason);
    const { journeys, problems } = await joinRecording(directory, record);
    t.deepEqual(problems, []);
    expectEveryRule(
      t,
      journeys,
      iptables === 'legacy'
        ? /^DOCKER-USER changed meanwhile, and legacy iptables traces rules by position only$/
        : undefined,
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}

import type { ExecutionContext } from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../../capture/index.js';
import type { Journey } from '../../journey/index.js';
import type { Evidence } from '../../record/index.js';
import { followed } from '../followed.js';
import type { SceneFile } from '../evidence-files.js';
import { decodeFrames } from '../sightings.js';
import { withRules } from '../tracing/with-rules.js';
import { expectEveryRule } from './every-rule.js';
import { runEveryRule } from './rules-on-the-way.js';

/** A check's journeys from its evidence, without rules. */
export async function journeysOf(directory: string, { recording, scene }: Evidence): Promise<Journey[]> {
  const { frames } = await readRecording(join(directory, recording ?? ''));
  const kept = JSON.parse(await readFile(join(directory, scene ?? ''), 'utf8')) as SceneFile;
  return followed(decodeFrames(frames), kept.scene, kept.proof);
}

/** Every kind of rule in a lab made now. Once in a process: testcontainers knows one engine in it. */
export async function liveRules(t: ExecutionContext, iptables?: 'legacy'): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-rules-'));
  try {
    const record = await runEveryRule(directory, iptables);
    t.is(record.verdict, 'conforms', record.reason);
    expectEveryRule(
      t,
      [...(await withRules(await journeysOf(directory, record.evidence), directory, record.evidence))],
      iptables === 'legacy'
        ? /^DOCKER-USER changed meanwhile, and the trace of legacy iptables names rules by position alone$/
        : undefined,
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}

import type { CiCell, CiReport } from '../ci/types.js';
import type { CheckEvidence } from '../types.js';
import { droppedSyns, masqueradedPings } from './flows.js';
import { checkRecord, expectationRecord, runRecord } from './record-builder.js';
import { sampleRun } from './sample-run.js';

/** Builds the report of one cell; `rest` overrides members. */
export function ciReport(cell: Partial<CiCell> = {}, rest: Partial<CiReport> = {}): CiReport {
  const { record, evidence } = sampleRun();
  return {
    docknet: '0.1.0',
    started: record.run.started,
    finished: record.run.finished,
    cells: [{ name: 'private', directory: '', record, evidence, comparison: null, ...cell }],
    problems: [],
    strictRules: false,
    artifact: null,
    ...rest,
  };
}

/** Builds the report of one check of each verdict, one of them a rules deviation. */
export function everyVerdict(rest: Partial<CiReport> = {}): CiReport {
  const failed = expectationRecord('web answers', 'no answer', { held: false });
  const failedRule = { ...failed, expected: 'filter DOCKER-USER 1', about: 'rules' as const };
  const checks = [
    checkRecord('a/conforms', 'it conforms', { rulesFinding: 'otherwise', expectations: [failedRule] }),
    checkRecord('a/deviates', 'it deviates', {
      verdict: 'deviates',
      reason: 'expected: web answers; seen: no answer',
      expectations: [failed],
      evidence: { ...checkRecord('a/b', '').evidence, recording: 'evidence/a.deviates/recording.pcapng' },
    }),
    checkRecord('a/known', 'it is known', { verdict: 'known deviation', reason: 'the document is outdated' }),
    checkRecord('b/pass', 'it passes', { verdict: 'unexpected pass' }),
    checkRecord('b/none', 'it is missing', { verdict: 'not applicable', reason: 'the engine is too old' }),
    checkRecord('b/unproven', 'it proves nothing', { verdict: 'inconclusive', reason: 'no other frame was seen' }),
    checkRecord('b/error', 'it fails', { verdict: 'error', reason: 'the recording lost 3 frames' }),
    checkRecord('b/rules', 'it has other rules', {
      about: 'rules',
      verdict: 'deviates',
      reason: 'no such rule',
      expectations: [failedRule],
    }),
  ];
  return ciReport({ record: runRecord(checks), evidence: new Map() }, rest);
}

/** Returns what was read of a check's recording: a masqueraded ping, and SYNs that a rule drops. */
export const drawnEvidence = (): CheckEvidence => {
  const { journeys, frames } = masqueradedPings(1);
  const dropped = droppedSyns();
  const renumbered = dropped.journeys.map((journey) => ({
    ...journey,
    id: journey.id + journeys.length,
    relations: [],
    hops: journey.hops.map((hop) => ({ ...hop, index: hop.index + frames })),
  }));
  return {
    journeys: [...journeys, ...renumbered],
    frames: frames + dropped.frames,
    names: new Map([['172.17.0.2', 'web']]),
    firewallChanges: [],
    problem: null,
  };
};

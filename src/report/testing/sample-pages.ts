import { compareRuns, type Comparison } from '../../compare/index.js';
import { readFixture, createRun, type CheckFixture } from '../../compare/testing/check-fixture.js';
import { makeHostile, hostileText } from './safety.js';
import type { CheckRecord, MatrixRecord, RunRecord } from '../../record/index.js';
import type { MatrixInput } from '../types.js';
import { runRecord } from './record-builder.js';
import { sampleRun } from './sample-run.js';

/**
 * Real checks of 20.10.24 and 28.5.2 compared, with a regression, a fix, an undecided, an incomparable, an added and a
 * vanished check among them.
 */
export async function sampleComparison(): Promise<Comparison> {
  return compareRuns(...(await loadSides()));
}

/** The same with markup and controls in every string of the records and the behaviours. */
export async function hostileComparison(): Promise<Comparison> {
  const [base, candidate] = await loadSides();
  const spoilt = (side: typeof base) => ({
    ...side,
    record: makeHostile(side.record),
    behaviours: new Map([...side.behaviours].map(([id, behaviour]) => [id + hostileText, makeHostile(behaviour)])),
  });
  return compareRuns(spoilt(base), spoilt(candidate));
}

async function loadSides(): Promise<[ReturnType<typeof createRun>, ReturnType<typeof createRun>]> {
  const [was, is, reached, cut] = await Promise.all([
    readFixture('isolation/between-bridges', 'first'),
    readFixture('isolation/between-bridges', '28.5.2'),
    readFixture('publish/one-address', 'first'),
    readFixture('publish/one-address', '28.5.2'),
  ]);
  const as = (one: CheckFixture, id: string, differing: Partial<CheckFixture['check']> = {}): CheckFixture => ({
    ...one,
    check: { ...one.check, id, ...differing },
  });
  const fails = (one: CheckFixture): Partial<CheckFixture['check']> => ({
    verdict: 'deviates',
    reason: 'expected: an answer; seen: none',
    expectations: one.check.expectations.map((line, index) => ({ ...line, held: index > 0 })),
  });
  return [
    createRun('20.10.24', [
      was,
      reached,
      as(reached, 'publish/lost'),
      as(reached, 'publish/found', fails(reached)),
      as(reached, 'publish/unclear'),
      as(reached, 'publish/elsewhere'),
      as(reached, 'publish/old'),
    ]),
    createRun('28.5.2', [
      is,
      cut,
      { ...as(is, 'publish/lost', { ...fails(reached), points: reached.check.points }) },
      as(reached, 'publish/found'),
      as(reached, 'publish/unclear', { verdict: 'error', reason: 'the recording lost 3 frames' }),
      as(reached, 'publish/elsewhere', { verdict: 'not applicable', reason: 'nothing is newer' }),
      as(reached, 'publish/fresh'),
    ]),
  ];
}

/** The record on another engine, with its checks changed by their ids. */
export function onEngine(
  record: RunRecord,
  version: string,
  changes: Readonly<Record<string, Partial<CheckRecord> | null>> = {},
): RunRecord {
  const checks = record.checks.flatMap((check) =>
    changes[check.id] === null ? [] : [{ ...check, ...changes[check.id] }],
  );
  return { ...record, cell: { ...record.cell, engine: { ...record.cell.engine, version } }, checks };
}

/** A matrix as people meet it: three engines of which one behaves otherwise, and a fourth that did not come up. */
export function sampleMatrix(): MatrixInput {
  const { record, evidence } = sampleRun();
  const holds = { verdict: 'conforms', reason: '', instead: [] } as const;
  const newest = onEngine(record, '28.5.2', {
    'docker-user/appended-drop': holds,
    'publish/source-readFixture': { verdict: 'known deviation', reason: 'there the proxy has it' },
    'nat/ttl-63': { verdict: 'error', reason: 'its recording lost 3 frames' },
    'none/no-traffic': null,
  });
  const matrix: MatrixRecord = {
    schema: 'docknet-matrix/2',
    run: runRecord([]).run,
    warnings: ['debian:sid: no engine came up.'],
    cells: [],
  };
  return {
    matrix,
    runs: './index.html',
    columns: [
      { name: 'private', directory: 'run', record, evidence, error: null },
      { name: 'debian:trixie', directory: 'run', record: onEngine(record, '26.1.5'), evidence, error: null },
      { name: 'debian:forky', directory: 'run', record: newest, evidence, error: null },
      {
        name: 'debian:sid',
        directory: null,
        record: null,
        evidence: new Map(),
        error: 'the engine ended with status 1 while starting',
      },
    ],
  };
}

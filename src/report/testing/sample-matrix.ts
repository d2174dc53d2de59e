import type { MatrixRecord } from '../../record/index.js';
import type { CheckRecord, RunRecord } from '../../record/index.js';
import type { MatrixInput } from '../matrix/input.js';
import { runRecord } from './record-builder.js';
import { sampleRun } from './sample-run.js';

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
    'publish/source-kept': { verdict: 'known deviation', reason: 'there the proxy has it' },
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
      { name: 'private', directory: 'run', record, evidence, trouble: null },
      { name: 'debian:trixie', directory: 'run', record: onEngine(record, '26.1.5'), evidence, trouble: null },
      { name: 'debian:forky', directory: 'run', record: newest, evidence, trouble: null },
      {
        name: 'debian:sid',
        directory: null,
        record: null,
        evidence: new Map(),
        trouble: 'the engine ended with status 1 while starting',
      },
    ],
  };
}

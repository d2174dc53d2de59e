import { compareRuns, type Comparison } from '../../compare/index.js';
import { createRun, readFixture, type CheckFixture } from '../../compare/testing/check-fixture.js';
import type { Journey } from '../../journey/index.js';
import { decodePacket } from '../../packet/index.js';
import { makeHostile, hostileText } from './safety.js';
import type { CheckRecord, MatrixRecord, RunRecord } from '../../record/index.js';
import type { BisectionEnd, BisectionInput, MatrixInput, TraceReport } from '../types.js';
import { masqueradedPings } from './flows.js';
import { runRecord } from './record-builder.js';
import { sampleRun } from './sample-run.js';

/**
 * Compares real checks of 20.10.24 and 28.5.2. A regression, a fix, an undecided, an incomparable, an added and a
 * vanished check are among them.
 */
export async function sampleComparison(): Promise<Comparison> {
  return compareRuns(...(await loadRuns()));
}

/** Compares the same checks with markup and controls in every string of records and behaviours. */
export async function hostileComparison(): Promise<Comparison> {
  const [base, candidate] = await loadRuns();
  const makeRunHostile = (side: typeof base) => ({
    ...side,
    record: makeHostile(side.record),
    behaviours: new Map([...side.behaviours].map(([id, behaviour]) => [id + hostileText, makeHostile(behaviour)])),
  });
  return compareRuns(makeRunHostile(base), makeRunHostile(candidate));
}

async function loadRuns(): Promise<[ReturnType<typeof createRun>, ReturnType<typeof createRun>]> {
  const [isolated, isolatedNow, published, publishedNow] = await Promise.all([
    readFixture('isolation/between-bridges', 'first'),
    readFixture('isolation/between-bridges', '28.5.2'),
    readFixture('publish/one-address', 'first'),
    readFixture('publish/one-address', '28.5.2'),
  ]);
  const rename = (fixture: CheckFixture, id: string, changes: Partial<CheckFixture['check']> = {}): CheckFixture => ({
    ...fixture,
    check: { ...fixture.check, id, ...changes },
  });
  const fail = (fixture: CheckFixture): Partial<CheckFixture['check']> => ({
    verdict: 'deviates',
    reason: 'expected: an answer; seen: none',
    expectations: fixture.check.expectations.map((line, index) => ({ ...line, held: index > 0 })),
  });
  return [
    createRun('20.10.24', [
      isolated,
      published,
      rename(published, 'publish/lost'),
      rename(published, 'publish/found', fail(published)),
      rename(published, 'publish/unclear'),
      rename(published, 'publish/elsewhere'),
      rename(published, 'publish/old'),
    ]),
    createRun('28.5.2', [
      isolatedNow,
      publishedNow,
      { ...rename(isolatedNow, 'publish/lost', { ...fail(published), points: published.check.points }) },
      rename(published, 'publish/found'),
      rename(published, 'publish/unclear', { verdict: 'error', reason: 'the recording lost 3 frames' }),
      rename(published, 'publish/elsewhere', { verdict: 'not applicable', reason: 'nothing is newer' }),
      rename(published, 'publish/fresh'),
    ]),
  ];
}

/** Returns the record on another engine, with checks changed by id; null removes a check. */
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

/** Builds a matrix of three engines, one with other behaviour, and a fourth that did not start. */
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
    schema: 'docknet-matrix/3',
    run: runRecord([]).run,
    warnings: ['debian:sid: no engine started.'],
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

/** Builds a bisection in which a version was stepped over. */
export function sampleBisection(payload?: string): BisectionInput {
  const { record, evidence } = sampleRun(payload);
  const endOf = (id: string, version: string): BisectionEnd => {
    const check = record.checks.find((one) => one.id === id);
    const read = evidence.get(id);
    if (check === undefined || read === undefined) throw new Error(`the sample run has no ${id}`);
    return { version, check, evidence: read, differing: [0], directory: 'run' };
  };
  return {
    docknet: '1.2.3',
    check: { id: 'publish/dnat-from-outside', title: 'a published port is reached from the LAN' },
    of: 'engine',
    headline: 'first bad version: 29.4.2 (28.5.2 is good)',
    change: 'client’s request to host port 8080 is not answered in the candidate.',
    trials: [
      { version: '28.5.2', engine: 'debian:forky', result: 'good', verdict: 'conforms', reason: '', directory: 'run' },
      {
        version: '29.0.0',
        engine: '/srv/a',
        result: 'stepped over',
        verdict: null,
        reason: 'no start',
        directory: null,
      },
      {
        version: '29.4.2',
        engine: '/srv/b',
        result: 'bad',
        verdict: 'deviates',
        reason: 'no answer',
        directory: 'run',
      },
      { version: '29.7.2', engine: '/srv/c', result: 'not tried', verdict: null, reason: '', directory: null },
    ],
    ends: [endOf('publish/dnat-from-outside', '28.5.2'), endOf('docker-user/drop-blocks-published', '29.4.2')],
  };
}

const tracePoints = ['web.eth0', 'docker0', 'host.uplink'].map((name, n) => ({
  name,
  interface: name,
  region: n === 0 ? ('container' as const) : ('host' as const),
  order: n,
  frames: 2,
  dropped: 0,
}));

/** Builds an ARP request for a container's address, seen on the bridge (RFC 826). */
export function arpRequest(): Journey {
  const bytes = Buffer.from(
    'ffffffffffff0242ac1100010806' + '00010800060400010242ac110001ac110001000000000000ac110002',
    'hex',
  );
  const [first] = masqueradedPings(1).journeys;
  const time = (first?.hops[0]?.time ?? 0n) - 50_000n;
  return {
    id: 100,
    hops: [{ index: 100, point: 'docker0', time, packet: decodePacket(bytes, bytes.length), changes: [] }],
  };
}

/** Builds a trace, by default of one ping. */
export function sampleTrace(journeys = masqueradedPings(1).journeys): TraceReport {
  return {
    docknet: '1.2.3',
    engine: '28.5.2',
    kernel: '6.18.0',
    containers: ['web'],
    commandLine: ['trace', 'web'],
    filter: '',
    snapLength: null,
    command: null,
    started: '2026-03-01T14:02:11.000Z',
    milliseconds: 2_500,
    endReason: 'time limit reached',
    points: tracePoints,
    totalPoints: 5,
    journeys,
    frames: 8,
    readFrames: 8,
    unrelated: 0,
    floods: 0,
    selection: null,
    lostFrames: 0,
    failure: null,
    notices: [],
    names: new Map([['172.17.0.2', 'web']]),
    recording: './recording.pcapng',
    rules: 'not traced',
    rulesCaveat: null,
  };
}

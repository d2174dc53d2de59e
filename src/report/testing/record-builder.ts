import { noEvidence, type CheckRecord, type ExpectationRecord, type RunRecord } from '../../record/index.js';

/** Builds an expectation that held; `rest` overrides members. */
export function expectationRecord(
  expected: string,
  seen: string,
  rest: Partial<ExpectationRecord> = {},
): ExpectationRecord {
  return {
    expected,
    seen,
    about: 'behaviour',
    guard: false,
    undocumented: false,
    held: true,
    missingChain: null,
    inconclusive: false,
    frames: [],
    rules: [],
    ...rest,
  };
}

/** Builds a conforming check; `rest` overrides members. */
export function checkRecord(id: string, title: string, rest: Partial<CheckRecord> = {}): CheckRecord {
  return {
    id,
    suite: null,
    title,
    knownOnEveryEngine: false,
    about: 'behaviour',
    claim: { document: 'notes', section: '3.1 docker0', text: `${title}.` },
    verdict: 'conforms',
    reason: '',
    rulesFinding: null,
    expectations: [expectationRecord(title, 'as expected')],
    instead: [],
    steps: [],
    points: [],
    sabotage: null,
    milliseconds: 640,
    evidence: noEvidence,
    ...rest,
  };
}

/** Builds a run of these checks on Debian 12's engine; `rest` overrides members of `run`. */
export function runRecord(checks: readonly CheckRecord[], rest: Partial<RunRecord['run']> = {}): RunRecord {
  return {
    schema: 'docknet-record/3',
    run: {
      id: 'k3v9x0q2mz',
      started: '2026-03-01T14:02:11.204Z',
      finished: '2026-03-01T14:02:33.911Z',
      milliseconds: 22_707,
      docknet: '0.1.0',
      arguments: ['run'],
      workers: 2,
      interrupted: false,
      sabotaged: false,
      shard: null,
      merged: [],
      ...rest,
    },
    cell: {
      engine: {
        kind: 'private',
        version: '20.10.24+dfsg1',
        apiVersion: '1.41',
        containerd: '1.6.20~ds1',
        runc: '1.1.5+ds1',
        path: '/usr/sbin/dockerd',
        daemonConfig: {},
        verified: 'by apt',
      },
      kernel: { release: '6.1.0-31-amd64', version: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1' },
      architecture: 'x86_64',
      system: 'Debian GNU/Linux 12 (bookworm)',
      cpu: { model: 'AMD EPYC 7B13', count: 2 },
      firewall: { backend: 'iptables', program: 'nf_tables', iptables: 'v1.8.9', nft: 'v1.0.6' },
      cgroup: 'v1 hybrid',
      sysctls: {
        'net.ipv4.ip_forward': '1',
        'net.bridge.bridge-nf-call-iptables': '1',
        'net.ipv4.conf.all.route_localnet': '0',
      },
    },
    checks,
  };
}

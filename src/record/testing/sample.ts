import type { CheckRecord, ExpectationRecord, RunRecord } from '../types.js';

const expectation: ExpectationRecord = {
  expected: 'host.uplink saw an echo request from 198.51.100.2 to 198.51.100.9',
  about: 'behaviour',
  guard: false,
  undocumented: false,
  held: true,
  missingChain: null,
  seen: 'frame 7 at host.uplink',
  inconclusive: false,
  frames: [7],
  rules: [
    {
      table: 'nat',
      chain: 'POSTROUTING',
      position: 2,
      text: '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
      packets: 1,
    },
  ],
};

/** Creates a check as a run leaves it, with other fields. */
export function sampleCheck(fields: Partial<CheckRecord> = {}): CheckRecord {
  return {
    id: 'nat/masquerade',
    suite: null,
    title: 'a ping to an outside host leaves the uplink with the host’s address',
    knownOnEveryEngine: false,
    about: 'behaviour',
    claim: {
      document: 'tour',
      section: 'Pinging past the host',
      text: 'The container’s address is translated to the uplink’s on the way out.',
    },
    verdict: 'conforms',
    reason: '',
    rulesFinding: null,
    expectations: [expectation],
    instead: [{ ...expectation, held: false, inconclusive: true, frames: [], rules: [] }],
    steps: [
      {
        phase: 'when',
        place: 'web',
        command: 'ping -c 1 198.51.100.9',
        output: '1 packets received\n',
        status: 0,
        milliseconds: 12.5,
      },
    ],
    points: [{ name: 'docker0', interface: 'docker0', region: 'host', order: 1, frames: 9, dropped: 0 }],
    sabotage: null,
    milliseconds: 812.4,
    evidence: {
      recording: 'nat/masquerade.pcapng',
      firewallBefore: 'nat/masquerade.before.txt',
      firewallAfter: 'nat/masquerade.after.txt',
      nftBefore: null,
      nftAfter: null,
      topology: 'nat/masquerade.topology.json',
      engineLog: null,
      trace: null,
    },
    ...fields,
  };
}

/** Creates a record as a run leaves it. */
export function sampleRecord(
  checks: readonly CheckRecord[] = [sampleCheck()],
  run: Partial<RunRecord['run']> = {},
): RunRecord {
  return {
    schema: 'docknet-record/3',
    run: {
      id: 'k3v9x0q2w8',
      started: '2026-01-31T09:00:00.000Z',
      finished: '2026-01-31T09:00:24.512Z',
      milliseconds: 24512,
      docknet: '0.1.0',
      arguments: ['run', 'nat/*'],
      workers: 2,
      interrupted: false,
      sabotaged: false,
      shard: { number: 1, of: 4 },
      merged: ['p4r7b2n8c1'],
      ...run,
    },
    cell: {
      engine: {
        kind: 'private',
        version: '20.10.24',
        apiVersion: '1.41',
        containerd: '1.6.20',
        runc: '1.1.5',
        path: '/usr/sbin/dockerd',
        daemonConfig: {},
        verified: 'by apt',
      },
      kernel: { release: '6.1.0-30-amd64', version: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.124-1' },
      architecture: 'x86_64',
      system: 'Debian GNU/Linux 12 (bookworm)',
      cpu: { model: 'Intel Xeon', count: 2 },
      firewall: { backend: 'iptables', program: 'nf_tables', iptables: '1.8.9', nft: '1.0.6' },
      cgroup: 'v2',
      sysctls: { 'net.ipv4.ip_forward': '1' },
    },
    checks,
  };
}

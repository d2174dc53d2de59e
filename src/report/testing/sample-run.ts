import type { CheckRecord } from '../../record/index.js';
import { outlines } from '../documents/outlines.js';
import type { CheckEvidence, FirewallChange, ReportInput } from '../types.js';
import type { JourneyBuilder } from './journey-builder.js';
import { checkRecord, expectationRecord, runRecord } from './record-builder.js';
import { dnat, masquerade, sampleChecks, sampleFlows } from './sample-checks.js';

/** Builds a run in which most checks conform and every other verdict occurs; `payload` is what the client sent. */
export function sampleRun(payload?: string): ReportInput {
  const flows = sampleFlows(payload);
  const { pings, request, dropped, proxied } = flows;
  const byId = new Map<string, CheckEvidence>([
    [
      'nat/masquerade',
      evidence(pings, [
        { kind: 'counted', table: 'nat', chain: 'POSTROUTING', text: masquerade, packets: 1 },
        {
          kind: 'counted',
          table: 'filter',
          chain: 'FORWARD',
          text: '-A FORWARD -i docker0 ! -o docker0 -j ACCEPT',
          packets: 3,
        },
        {
          kind: 'counted',
          table: 'filter',
          chain: 'FORWARD',
          text: '-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
          packets: 3,
        },
      ]),
    ],
    ['nat/port-translation', evidence(request, [])],
    [
      'publish/dnat-from-outside',
      evidence(request, [{ kind: 'counted', table: 'nat', chain: 'DOCKER', text: dnat, packets: 1 }]),
    ],
    ['publish/localhost-by-proxy', evidence(proxied, [])],
    [
      'docker-user/drop-blocks-published',
      evidence(dropped, [
        {
          kind: 'added',
          table: 'filter',
          chain: 'DOCKER-USER',
          text: '-A DOCKER-USER -i uplink -p tcp -j DROP',
          packets: 3,
        },
      ]),
    ],
    ['docker-user/appended-drop', evidence(request, [])],
  ]);
  return { record: runRecord([...plainChecks, ...sampleChecks(flows)]), evidence: byId, runs: '../index.html' };
}

/** Checks that conform and left no evidence. */
const plainChecks = [
  ['namespace/own-netns', 'a bridge container has a network namespace of its own'],
  ['namespace/veth-pair', 'eth0 and a host veth are two ends of one pair'],
  ['bridge/three-defaults', 'an engine starts with bridge, host and none'],
  ['bridge/idle-down', 'docker0 has no carrier with no container attached'],
  ['bridge/host-reaches-container', 'the host reaches a container by its address'],
  ['bridge/container-to-container', 'two containers on docker0 reach each other by address'],
  ['bridge/no-service-discovery', 'on the default bridge a container’s name does not resolve'],
  ['user-bridge/interface-name', 'the bridge is named br- and the network id'],
  ['user-bridge/service-discovery', 'containers resolve and reach each other by name'],
  ['dns/redirect-rules', 'port 53 of 127.0.0.11 is redirected in the container’s namespace'],
  ['host/same-netns', 'a host-network container shares the host’s namespace'],
  ['host/no-veth', 'no veth is created'],
  ['host/publish-ignored', 'port mapping has no effect'],
  ['host/loopback-source', 'a request to 127.0.0.1 arrives from 127.0.0.1'],
  ['none/only-loopback', 'only lo exists and it works'],
  ['none/no-traffic', 'nothing leaves'],
  ['nat/host-address-stays-off-uplink', 'a ping to the uplink’s own address stays off the uplink'],
  ['nat/ttl-63', 'the host is one router hop'],
  ['nat/masquerade-rule', 'the rule that did it is MASQUERADE'],
  ['publish/source-kept', 'the outside client’s address reaches the container'],
  ['publish/one-address', 'published on one address it is reachable there only'],
  ['isolation/outside-allowed', 'the same containers do reach the outside'],
  ['docker-user/host-unaffected', 'the same rule does not stop the host itself'],
  ['docker-user/input-does-not-protect', 'a DROP in INPUT does not stop a published port'],
  ['docker-user/sample-cuts-egress', 'the sample rules restrict external access only'],
  ['kernel/output-dnat-too-wide', 'DNAT in OUTPUT by port alone hijacks other destinations'],
  ['kernel/rule-after-return', 'a rule after RETURN is never reached'],
].map(([id = '', title = '']) => checkRecord(id, title));

const names: ReadonlyMap<string, string> = new Map([
  ['172.17.0.2', 'web'],
  ['172.17.0.1', 'docker0'],
  ['198.51.100.1', 'host'],
  ['198.51.100.11', 'server'],
  ['198.51.100.12', 'client'],
]);

function evidence(builder: JourneyBuilder, firewallChanges: readonly FirewallChange[]): CheckEvidence {
  return { journeys: builder.journeys, frames: builder.frames, names, firewallChanges, problem: null };
}

/** Areas in the order of the overview. */
const areas = [
  'namespace',
  'bridge',
  'user-bridge',
  'dns',
  'host',
  'none',
  'shared',
  'nat',
  'publish',
  'isolation',
  'docker-user',
  'firewall',
  'kernel',
];

/** Checks whose claims do not hold on Debian 12's engine. */
const contradicted = [
  'bridge/hosts-inherited',
  'dns/address-127-0-0-1',
  'host/masquerade-on-loopback',
  'publish/localhost-by-dnat',
  'isolation/stages-idle-by-default',
  'docker-user/called-from-docker',
  'docker-user/chain-order-diagram',
  'docker-user/nat-output-for-egress',
  'docker-user/appended-drop',
  'docker-user/sample-cuts-egress',
];

/**
 * Builds a run of every check that the outlines list, some 110: the sample run's checks, and made-up ones for the rest.
 */
export function wholeRun(): ReportInput {
  const sample = sampleRun();
  const checks = new Map(
    sample.record.checks
      .filter((check) => check.points.length > 0 || check.verdict !== 'conforms')
      .map((check) => [check.id, check]),
  );
  for (const { name, sections } of outlines) {
    for (const { heading, order } of sections) {
      for (const id of order)
        if (!checks.has(id)) checks.set(id, inventCheck(id, { document: name, section: heading }));
    }
  }
  const place = ({ id }: CheckRecord): number => areas.indexOf(id.split('/')[0] ?? '');
  return { ...sample, record: { ...sample.record, checks: [...checks.values()].sort((a, b) => place(a) - place(b)) } };
}

function inventCheck(id: string, where: { readonly document: string; readonly section: string }): CheckRecord {
  const behaviour = id.split('/')[1]?.replaceAll('-', ' ') ?? id;
  const claim = {
    ...where,
    text: `According to this section: ${behaviour}, for containers on the default bridge and on user-defined bridges.`,
  };
  if (!contradicted.includes(id)) return checkRecord(id, `${behaviour}, seen at every point on the way`, { claim });
  return checkRecord(id, `${behaviour}, seen at every point on the way`, {
    claim,
    verdict: 'known deviation',
    reason: `this engine behaves differently: the document says ${behaviour}`,
    expectations: [
      expectationRecord(`docker0 saw ${behaviour}`, 'nothing of the kind among 14 frames', { held: false }),
    ],
    instead: [expectationRecord('docker0 saw the packet as it was sent', '1 of them')],
  });
}

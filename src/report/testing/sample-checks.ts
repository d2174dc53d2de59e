import type { Region } from '../../journey/index.js';
import type { CheckRecord, Evidence, PointRecord, Step } from '../../record/index.js';
import { droppedSyns, masqueradedPings, proxiedCall, publishedRequest } from './flows.js';
import type { JourneyBuilder } from './journey-builder.js';
import { checkRecord, expectationRecord } from './record-builder.js';

export const masquerade = '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE';
export const dnat = '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80';

/** The recordings that the sample checks were judged on. */
export interface SampleFlows {
  readonly pings: JourneyBuilder;
  readonly request: JourneyBuilder;
  readonly dropped: JourneyBuilder;
  readonly proxied: JourneyBuilder;
}

/** Builds the recordings; `payload` is what the client sent. */
export function sampleFlows(payload?: string): SampleFlows {
  return {
    pings: masqueradedPings(3),
    request: publishedRequest(payload),
    dropped: droppedSyns(),
    proxied: proxiedCall(),
  };
}

/** Builds the checks of the sample run: most conform, and every other verdict occurs. */
export function sampleChecks({ pings, request, dropped, proxied }: SampleFlows): CheckRecord[] {
  return [
    checkRecord('nat/masquerade', 'a ping to an outside host leaves the uplink with the host’s address', {
      claim: {
        document: 'tour',
        section: 'Pinging past the host',
        text: 'The container’s address is translated to the uplink’s on the way out and back on the way in.',
      },
      expectations: [
        expectationRecord(
          'docker0 saw an echo request from web to server',
          '3 of them, the first 6.2 µs after the first frame',
          { frames: [1, 9, 17] },
        ),
        expectationRecord(
          'host.uplink saw an echo request from host to server',
          '3 of them, source rewritten, destination untouched',
          { frames: [2, 10, 18] },
        ),
        expectationRecord('host.uplink never saw anything from web', 'nothing from 172.17.0.2 among 6 frames'),
        expectationRecord('docker0 saw an echo reply from server to web', '3 of them', { frames: [6, 14, 22] }),
        expectationRecord('nat POSTROUTING masquerade counted 1 flow', 'its counter moved from 0 to 1', {
          rules: [{ table: 'nat', chain: 'POSTROUTING', position: 1, text: masquerade, packets: 1 }],
        }),
      ],
      steps: steps(
        'web',
        'ping -c 3 198.51.100.11',
        [
          'PING 198.51.100.11 (198.51.100.11): 56 data bytes',
          '64 bytes from 198.51.100.11: seq=0 ttl=63 time=0.071 ms',
          '64 bytes from 198.51.100.11: seq=1 ttl=63 time=0.068 ms',
          '64 bytes from 198.51.100.11: seq=2 ttl=63 time=0.074 ms',
        ].join('\n'),
        0,
        2043,
      ),
      points: points(pings),
      evidence: files('nat/masquerade'),
      milliseconds: 2912,
    }),
    checkRecord('nat/port-translation', 'two containers with one source port stay apart on the uplink', {
      claim: {
        document: 'tour',
        section: 'PAT',
        text: 'Two containers with the same source port to one destination get different ports on the uplink.',
      },
      verdict: 'deviates',
      reason: 'host.uplink saw source port 40000 from both containers',
      expectations: [
        expectationRecord('host.uplink saw a SYN from host port 40000 to server', '1 of them', { frames: [1] }),
        expectationRecord(
          'host.uplink saw a SYN from host to server with another source port',
          'none among 14 frames; both connections left with source port 40000',
          { held: false, frames: [1, 2] },
        ),
      ],
      steps: steps('app', 'nc -p 40000 198.51.100.11 80', 'nc: connection reset', 1, 1204),
      points: points(request),
      evidence: files('nat/port-translation'),
      milliseconds: 1804,
    }),
    checkRecord('publish/dnat-from-outside', 'a request to a published port is translated on its way in', {
      claim: {
        document: 'tour',
        section: 'Publishing a port',
        text: 'Outside, the request is for the host’s address and port; on docker0 it is for the container’s.',
      },
      expectations: [
        expectationRecord('host.uplink saw a SYN from client to host port 8080', '1 of them', { frames: [1] }),
        expectationRecord('docker0 saw a SYN from client to web port 80', '1 of them', { frames: [2] }),
        expectationRecord('nat DOCKER DNAT for port 8080 counted 1 flow', 'its counter moved from 0 to 1', {
          rules: [{ table: 'nat', chain: 'DOCKER', position: 2, text: dnat, packets: 1 }],
        }),
      ],
      steps: steps('client', 'wget -qO- http://198.51.100.1:8080/', 'ok', 0, 11),
      points: points(request),
      evidence: files('publish/dnat-from-outside'),
    }),
    checkRecord('publish/localhost-by-proxy', 'a call to a published port on 127.0.0.1 is carried by docker-proxy', {
      claim: {
        document: 'notes',
        section: '4. Publish',
        text: 'From the host itself, a published port is reached through docker-proxy.',
      },
      expectations: [
        expectationRecord('host.lo saw a SYN from 127.0.0.1 to 127.0.0.1 port 8080', '1 of them', { frames: [0] }),
        expectationRecord('docker0 saw a SYN from 172.17.0.1 to web port 80', '1 of them', { frames: [2] }),
      ],
      steps: steps('host', 'wget -qO- http://127.0.0.1:8080/', 'ok', 0, 14),
      points: points(proxied, [['host.lo', 'lo', 'host', 1]]),
      evidence: files('publish/localhost-by-proxy'),
    }),
    checkRecord(
      'docker-user/drop-blocks-published',
      'a DROP in DOCKER-USER stops a published port before the container',
      {
        claim: {
          document: 'notes',
          section: '5. Restrict connections',
          text: 'A rule inserted in DOCKER-USER is evaluated before Docker’s own, and so restricts a published port.',
        },
        expectations: [
          expectationRecord(
            'host.uplink saw a SYN from client to host port 8080',
            '3 of them: the first and two retransmissions',
            { frames: [1, 3, 5] },
          ),
          expectationRecord(
            'docker0 never saw anything from client',
            'nothing; docker0 was live: it saw its opening and closing marker',
          ),
        ],
        steps: steps('client', 'timeout 4 wget -qO- http://198.51.100.1:8080/', '', 124, 4003),
        points: points(dropped),
        evidence: files('docker-user/drop-blocks-published'),
        milliseconds: 4620,
      },
    ),
    checkRecord('docker-user/appended-drop', 'a DROP appended to DOCKER-USER takes effect', {
      claim: { document: 'iptables', section: 'Note', text: 'Rules added to DOCKER-USER with -A take effect.' },
      verdict: 'known deviation',
      reason: 'DOCKER-USER ends in RETURN on engines before 28.2.2, so an appended rule is never reached',
      expectations: [
        expectationRecord('docker0 never saw a SYN from client to web port 80', '1 of them', {
          held: false,
          frames: [2],
        }),
      ],
      instead: [
        expectationRecord('docker0 saw a SYN from client to web port 80', '1 of them', { frames: [2] }),
        expectationRecord('filter DOCKER-USER DROP counted nothing', 'its counter stayed 0', {
          rules: [
            {
              table: 'filter',
              chain: 'DOCKER-USER',
              position: 2,
              text: '-A DOCKER-USER -i uplink -p tcp -j DROP',
              packets: 0,
            },
          ],
        }),
      ],
      steps: steps('host', 'iptables -A DOCKER-USER -i uplink -p tcp -j DROP', '', 0, 4),
      points: points(request),
      evidence: files('docker-user/appended-drop'),
    }),
    checkRecord('dns/resolv-conf', 'on a user bridge resolv.conf names 127.0.0.11', {
      verdict: 'error',
      reason: 'the recording lost 12 frames at br-4f1c09a2be77: nothing in it may be judged',
      expectations: [],
    }),
    checkRecord('publish/localhost-by-dnat', 'a call to 127.0.0.1 goes through PREROUTING’s DNAT rule', {
      verdict: 'unexpected pass',
      reason: 'a deviation was expected on every engine; the DNAT rule counted 1 packet',
    }),
    checkRecord('isolation/between-bridges', 'containers on different bridges do not reach each other', {
      verdict: 'inconclusive',
      reason: 'br-two never saw anything from a: no other frame was seen at this point, so "never saw" proves nothing',
      expectations: [
        expectationRecord('br-one saw an echo request from a to b', '1 of them'),
        expectationRecord('br-two never saw anything from a', 'nothing, but nothing else either', {
          inconclusive: true,
        }),
      ],
    }),
    checkRecord('kernel/forward-and-masquerade', 'FORWARD accepts and a MASQUERADE give namespaces the outside', {
      verdict: 'not applicable',
      reason: 'this kernel has no nf_nat module',
      expectations: [],
    }),
  ];
}

function steps(place: string, command: string, output: string, status: number, milliseconds: number): Step[] {
  return [
    {
      phase: 'given',
      place: 'lab',
      command: 'web on bridge, server and client on 198.51.100.0/24',
      output: '',
      status: null,
      milliseconds: 412,
    },
    { phase: 'when', place, command, output, status, milliseconds },
  ];
}

function points(
  builder: JourneyBuilder,
  more: readonly (readonly [name: string, device: string, region: Region, order: number])[] = [],
): PointRecord[] {
  const seen = builder.journeys.flatMap(({ hops }) => hops.map(({ point }) => point));
  const always = [
    ['host.uplink', 'uplink', 'host', 2],
    ['web.eth0', 'veth3f02c1a', 'container', 1],
    ['docker0', 'docker0', 'host', 0],
    ['client.eth0', 'eth0', 'lan', 1],
    ['server.eth0', 'eth0', 'lan', 0],
  ] as const;
  return [...always, ...more].map(([name, device, region, order]) => ({
    name,
    interface: device,
    region,
    order,
    frames: seen.filter((point) => point === name).length,
    dropped: 0,
  }));
}

function files(id: string): Evidence {
  return {
    recording: `${id}/recording.pcapng`,
    firewallBefore: `${id}/firewall-before.txt`,
    firewallAfter: `${id}/firewall-after.txt`,
    nftBefore: null,
    nftAfter: null,
    topology: `${id}/topology.json`,
    engineLog: `${id}/engine.log`,
    trace: `${id}/trace.txt`,
  };
}

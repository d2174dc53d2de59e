import type { AppliedRule } from '../../journey/index.js';
import { flags, type FrameSpec, JourneyBuilder } from './journey-builder.js';

const web = '172.17.0.2';
const host = '198.51.100.1';
const server = '198.51.100.11';

/** The rules that handle the flows' packets. */
export const appliedRules = {
  jump: {
    afterHop: 1,
    hook: 'forward',
    table: 'filter',
    chain: 'FORWARD',
    position: 1,
    text: '-A FORWARD -j DOCKER-USER',
    verdict: 'DOCKER-USER',
    certainty: 'traced',
  },
  masquerade: {
    afterHop: 1,
    hook: 'postrouting',
    table: 'nat',
    chain: 'POSTROUTING',
    position: 1,
    text: '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    verdict: 'MASQUERADE',
    certainty: 'traced',
  },
  dnat: {
    afterHop: 1,
    hook: 'prerouting',
    table: 'nat',
    chain: 'DOCKER',
    position: 2,
    text: '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    verdict: 'DNAT',
    certainty: 'traced',
  },
  accept: {
    afterHop: 1,
    hook: 'forward',
    table: 'filter',
    chain: 'DOCKER',
    position: 1,
    text: '-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
    verdict: 'ACCEPT',
    certainty: 'traced',
  },
  drop: {
    afterHop: 1,
    hook: 'forward',
    table: 'filter',
    chain: 'DOCKER-USER',
    position: 1,
    text: '-A DOCKER-USER -i uplink -p tcp -j DROP',
    verdict: 'DROP',
    certainty: 'counter',
  },
} as const satisfies Readonly<Record<string, AppliedRule>>;

/** Builds `count` pings from a container to a LAN host through MASQUERADE, with their replies. */
export function masqueradedPings(count: number): JourneyBuilder {
  const builder = new JourneyBuilder();
  for (let sequence = 0; sequence < count; sequence += 1) {
    const at = sequence * 1_000_412;
    const echo = (type: number): FrameSpec['transport'] => ({ kind: 'icmp', type, id: 7, sequence });
    builder.addPacket(
      { source: web, destination: server, ttl: 64, id: 0x2f10 + sequence, transport: echo(8) },
      [
        { at: 'web.eth0', afterUs: at },
        { at: 'docker0', afterUs: at + 6.204 },
        { at: 'host.uplink', afterUs: at + 21.87, source: host, ttl: 63 },
        { at: 'server.eth0', afterUs: at + 24.113 },
      ],
      {
        rules:
          sequence === 0
            ? [appliedRules.jump, appliedRules.masquerade]
            : [appliedRules.jump, { ...appliedRules.masquerade, certainty: 'conntrack' }],
      },
    );
    builder.addPacket(
      { source: server, destination: host, ttl: 64, id: 0x9001 + sequence, transport: echo(0) },
      [
        { at: 'server.eth0', afterUs: at + 41.5 },
        { at: 'host.uplink', afterUs: at + 44.02 },
        { at: 'docker0', afterUs: at + 52.77, destination: web, ttl: 63 },
        { at: 'web.eth0', afterUs: at + 55.31 },
      ],
      { relations: [{ kind: 'reply to', journey: builder.journeys.length }] },
    );
  }
  return builder;
}

const segment = (
  sourcePort: number,
  destinationPort: number,
  bits: number,
  sequence: number,
  payload = '',
): FrameSpec['transport'] => ({ kind: 'tcp', sourcePort, destinationPort, flags: bits, sequence, payload });

/** Builds a request from a LAN client to a published port: DNAT inward, undone outward. */
export function publishedRequest(payload = 'GET / HTTP/1.1\r\nHost: 198.51.100.1:8080\r\n\r\n'): JourneyBuilder {
  const builder = new JourneyBuilder();
  const client = '198.51.100.12';
  const inward = (id: number, at: number, bits: number, sequence: number, text = ''): void => {
    builder.addPacket(
      { source: client, destination: host, ttl: 64, id, transport: segment(41812, 8080, bits, sequence, text) },
      [
        { at: 'client.eth0', afterUs: at },
        { at: 'host.uplink', afterUs: at + 2.4 },
        {
          at: 'docker0',
          afterUs: at + 19.6,
          destination: web,
          ttl: 63,
          transport: segment(41812, 80, bits, sequence, text),
        },
        { at: 'web.eth0', afterUs: at + 23.9 },
      ],
      {
        rules:
          bits === flags.syn
            ? [appliedRules.dnat, appliedRules.jump, appliedRules.accept]
            : [{ ...appliedRules.dnat, certainty: 'conntrack' }, appliedRules.jump],
      },
    );
  };
  const outward = (id: number, at: number, bits: number, sequence: number, text = ''): void => {
    builder.addPacket(
      { source: web, destination: client, ttl: 64, id, transport: segment(80, 41812, bits, sequence, text) },
      [
        { at: 'web.eth0', afterUs: at },
        { at: 'docker0', afterUs: at + 4.1 },
        {
          at: 'host.uplink',
          afterUs: at + 13.2,
          source: host,
          ttl: 63,
          transport: segment(8080, 41812, bits, sequence, text),
        },
        { at: 'client.eth0', afterUs: at + 15.8 },
      ],
    );
  };
  inward(0x51a0, 0, flags.syn, 1_204_551_883);
  outward(0, 38.2, flags.syn | flags.ack, 334_120_008);
  inward(0x51a1, 71.4, flags.ack, 1_204_551_884);
  inward(0x51a2, 113.9, flags.psh | flags.ack, 1_204_551_884, payload);
  outward(0x7c41, 902.4, flags.psh | flags.ack, 334_120_009, 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n');
  outward(0x7c42, 931.2, flags.fin | flags.ack, 334_120_050);
  inward(0x51a3, 988.6, flags.fin | flags.ack, 1_204_551_930);
  return builder;
}

/** Builds SYNs that are dropped after the uplink, sent again after 1 and 3 s as TCP does. */
export function droppedSyns(): JourneyBuilder {
  const builder = new JourneyBuilder();
  [0, 1_019_882, 3_035_904].forEach((at, position) => {
    builder.addPacket(
      {
        source: '198.51.100.12',
        destination: host,
        ttl: 64,
        id: 0x6612 + position,
        transport: segment(50122, 8080, flags.syn, 88_172_004),
      },
      [
        { at: 'client.eth0', afterUs: at },
        { at: 'host.uplink', afterUs: at + 2.71 },
      ],
      {
        rules: [appliedRules.jump, appliedRules.drop],
        end: { point: 'host.uplink', rule: appliedRules.drop },
        ...(position === 0 ? {} : { relations: [{ kind: 'repeat of' as const, journey: position }] }),
      },
    );
  });
  return builder;
}

/**
 * Builds the handshakes of a call to 127.0.0.1 through docker-proxy: two connections, the second from the bridge's
 * address.
 */
export function proxiedCall(): JourneyBuilder {
  const builder = new JourneyBuilder();
  const loop = '127.0.0.1';
  const gateway = '172.17.0.1';
  builder
    .addPacket(
      { source: loop, destination: loop, ttl: 64, id: 0x1101, transport: segment(59022, 8080, flags.syn, 41_440_031) },
      [{ at: 'host.lo', afterUs: 0 }],
    )
    .addPacket(
      {
        source: loop,
        destination: loop,
        ttl: 64,
        id: 0,
        transport: segment(8080, 59022, flags.syn | flags.ack, 15_419_800),
      },
      [{ at: 'host.lo', afterUs: 15.5 }],
      { relations: [{ kind: 'reply to', journey: 1 }] },
    )
    .addPacket(
      { source: gateway, destination: web, ttl: 64, id: 0x1102, transport: segment(36286, 80, flags.syn, 34_750_164) },
      [
        { at: 'docker0', afterUs: 282.6 },
        { at: 'web.eth0', afterUs: 283.4 },
      ],
      { relations: [{ kind: 'proxied from', journey: 1 }] },
    )
    .addPacket(
      {
        source: web,
        destination: gateway,
        ttl: 64,
        id: 0,
        transport: segment(80, 36286, flags.syn | flags.ack, 36_002_408),
      },
      [
        { at: 'web.eth0', afterUs: 291.5 },
        { at: 'docker0', afterUs: 294.2 },
      ],
      { relations: [{ kind: 'reply to', journey: 3 }] },
    );
  return builder;
}

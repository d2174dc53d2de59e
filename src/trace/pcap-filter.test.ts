import test from 'ava';
import { readRecording } from '../capture/index.js';
import { decodePacket } from '../packet/index.js';
import { extractHeader, type PacketHeader } from '../netfilter/index.js';
import { runOrThrow } from '../process/index.js';
import { parseFilter, type FilterExpression } from './pcap-filter.js';

const recordings = [
  'src/evidence/fixtures/every-rule/recording.pcapng',
  'src/evidence/fixtures/untraced-drops/recording.pcapng',
];

function holds(filter: FilterExpression, packet: PacketHeader): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((one) => holds(one, packet));
    case 'or':
      return filter.of.some((one) => holds(one, packet));
    case 'not':
      return !holds(filter.of, packet);
    case 'protocol':
      return packet.protocol === filter.protocol;
    case 'address': {
      const [network = '', length = ''] = filter.network.split('/');
      const bits = (address: string): string =>
        address
          .split('.')
          .map((number) => Number(number).toString(2).padStart(8, '0'))
          .join('')
          .slice(0, Number(length));
      return bits(packet[filter.side]) === bits(network);
    }
    case 'port': {
      const port = filter.side === 'source' ? packet.sourcePort : packet.destinationPort;
      return packet.protocol === filter.protocol && port !== null && port >= filter.from && port <= filter.to;
    }
    case 'anything':
      return true;
    case 'nothing':
      return false;
  }
}

/** Counts the IPv4 frames that tcpdump accepts with a filter. */
const countWithTcpdump = async (file: string, filter: string): Promise<number> =>
  (await runOrThrow(['tcpdump', '-nn', '-r', file, filter])).stdout.split('\n').filter((line) => /^\S+ IP /.test(line))
    .length;

for (const filter of [
  'tcp',
  'udp',
  'icmp',
  'ip',
  'arp',
  'ip6',
  'not tcp',
  'port 80',
  'tcp port 80',
  'tcp port 80 or 8080',
  'src port 80',
  'tcp dst port 8080',
  'src or dst port 8080',
  'src and dst port 80',
  'portrange 80-8080',
  'host 172.17.0.2',
  'src host 172.17.0.2',
  'src 172.17.0.2',
  'ip host 172.17.0.2',
  'dst net 198.51.100.0/24',
  'net 172.17',
  'net 172.17.0.0 mask 255.255.0.0',
  'not host 172.17.0.2',
  'icmp or tcp and host 172.17.0.2',
  'icmp or (tcp and host 172.17.0.2)',
  'tcp && !(port 80 || port 443)',
  'ip proto 1',
  String.raw`ip proto \tcp`,
  'proto 6',
  'host 172.17.0.2 and not 198.51.100.11',
  'host fd00::1',
  'arp host 172.17.0.2',
  'tcp or arp',
]) {
  test(`a filter is parsed as libpcap does: ${filter}`, async (t) => {
    const read = parseFilter(filter);
    t.truthy(read);
    for (const recording of recordings) {
      const headers = (await readRecording(recording)).frames.flatMap(
        ({ bytes, wireLength }) => extractHeader(decodePacket(bytes, wireLength)) ?? [],
      );
      t.is(
        headers.filter((header) => holds(read!, header)).length,
        await countWithTcpdump(recording, filter),
        recording,
      );
    }
  });
}

test('names and lengths may match', (t) => {
  t.deepEqual(parseFilter('host web'), { kind: 'anything' });
  t.deepEqual(parseFilter('greater 100'), { kind: 'anything' });
  t.deepEqual(parseFilter('udp port domain'), { kind: 'or', of: [{ kind: 'protocol', protocol: 17 }] });
  t.deepEqual(parseFilter(''), { kind: 'anything' });
});

test('a filter with other syntax is not parsed', (t) => {
  for (const filter of [
    'tcp[13] & 2 != 0',
    'vlan 3 and tcp',
    'ether host 02:42:ac:11:00:02',
    'tcp port (80 or 443)',
    'tcp and',
    '(tcp',
    'tcp port 80 tcp',
    'icmp port 3',
    'len > 5',
  ])
    t.is(parseFilter(filter), null, filter);
});

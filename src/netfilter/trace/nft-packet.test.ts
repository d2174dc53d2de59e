import test from 'ava';
import { parsePacket } from './nft-packet.js';

// Lines of nft 1.0.6 and of 1.1.7 on Linux 6.18.
const ethernet = 'iif "v1" ether saddr 32:e9:19:e6:91:c9 ether daddr 5a:a5:73:eb:e4:9b';
const ip6 = 'ip6 saddr fd77::1 ip6 daddr fd77::2 ip6 dscp cs0 ip6 ecn not-ect ip6 hoplimit 64';

test('a TCP segment over IPv6: the length is with the header, as of IPv4', (t) => {
  const inet = `${ethernet} ${ip6} ip6 flowlabel 656596 ip6 nexthdr tcp ip6 length 40 `;
  const tcp = 'tcp sport 46100 tcp dport 81 tcp flags == syn tcp window 64800';
  t.deepEqual(parsePacket(` ${inet}${tcp}`), {
    in: 'v1',
    out: null,
    header: {
      source: 'fd77::1',
      destination: 'fd77::2',
      ttl: 64,
      ipId: 0,
      length: 80,
      protocol: 6,
      sourcePort: 46100,
      destinationPort: 81,
      icmpType: null,
      icmpId: null,
      icmpSequence: null,
      window: 64800,
    },
  });
  const own = parsePacket(` ${inet.replace('ip6 nexthdr tcp ', '')}${tcp}`);
  t.deepEqual(own, parsePacket(` ${inet}${tcp}`), 'a table of the family ip6 names no protocol');
});

test('an echo request over IPv6: nft prints id and sequence as four bytes of a parameter problem', (t) => {
  const icmp = (rest: string) =>
    parsePacket(` ${ethernet} ${ip6} ip6 flowlabel 469220 ip6 nexthdr ipv6-icmp ip6 length 64 ${rest}`)?.header;
  const old = icmp(
    'icmpv6 type echo-request icmpv6 code no-route icmpv6 parameter-problem 1643577344 ' +
      '@th,64,96 0xd34512ce0000000000000000',
  );
  t.like(old, { protocol: 58, icmpType: 128, icmpId: 25079, icmpSequence: 0, length: 104 });
  const newer = icmp(
    'icmpv6 type echo-reply icmpv6 code 0 icmpv6 parameter-problem 28770305 icmpv6 taddr 0:0:2b15:40e3:: ',
  );
  t.like(newer, { protocol: 58, icmpType: 129, icmpId: 439, icmpSequence: 1 });
});

test('an echo request over IPv4 has id and sequence by name', (t) => {
  const header = parsePacket(
    ' iif "docker0" ip saddr 172.17.0.2 ip daddr 172.17.0.1 ip ttl 64 ip id 4660 ip protocol icmp ip length 84 ' +
      'icmp type echo-request icmp code 0 icmp id 7 icmp sequence 2',
  )?.header;
  t.like(header, { protocol: 1, icmpType: 8, icmpId: 7, icmpSequence: 2, length: 84, ipId: 4660 });
});

test('neither IPv4 nor IPv6 is no packet', (t) => {
  t.is(parsePacket(' iif "v1" ether saddr 32:e9:19:e6:91:c9 ether type arp arp operation request'), null);
});

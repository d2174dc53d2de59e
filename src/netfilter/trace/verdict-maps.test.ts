import test from 'ava';
import type { PacketHeader } from '../types.js';
import { couldMatchNft } from './could-match-nft.js';
import { findElement, findLookup, parseVerdictMaps } from './verdict-maps.js';

/** A listing of nft 1.1.7. */
const listing = `table ip t { # handle 3
	map m { # handle 1
		type inet_service : verdict
		flags interval
		elements = { 1-5 comment "x, y" : accept,
			     80 : drop }
	}

	set s { # handle 2
		type ipv4_addr
		elements = { 10.0.0.1 }
	}

	map n { # handle 12
		type ipv4_addr : verdict
		counter
		elements = { 1.2.3.4 counter packets 0 bytes 0 : drop }
	}

	map ports { # handle 13
		type inet_service : ipv4_addr
		elements = { 80 : 10.0.0.1 }
	}

	map empty { # handle 14
		type ifname : verdict
	}
}
`;
const header: PacketHeader = {
  ...{ source: '10.0.0.2', destination: '172.17.0.2', ttl: 63, ipId: 1, length: 60, protocol: 6, window: 64240 },
  ...{ sourcePort: 40001, destinationPort: 85, icmpType: null, icmpId: null, icmpSequence: null },
};
const packet = { in: 'uplink', out: 'docker0', header };

test('reads the elements of verdict maps, without comments and counters', (t) => {
  t.deepEqual(
    [...parseVerdictMaps(listing)].map(([name, elements]) => [
      name,
      ...elements.map(({ key, verdict }) => `${key} : ${verdict}`),
    ]),
    [['ip t m', '1-5 : accept', '80 : drop'], ['ip t n', '1.2.3.4 : drop'], ['ip t empty']],
  );
});

for (const [rule, verdict, element] of [
  ['tcp dport vmap @m', 'drop', null],
  ['tcp sport vmap { 40000-40010 : drop, 80 : drop }', 'drop', '40000-40010 : drop'],
  ['ip saddr vmap @n', 'accept', null],
  ['ct state vmap { invalid : drop, established : accept, related : accept }', 'drop', 'invalid : drop'],
  ['ct state vmap { invalid : drop, established : accept, related : accept }', 'accept', null],
  ['ip saddr . tcp dport vmap { 10.0.0.1 . 80-90 : drop, 10.0.0.2 . 80-90 : drop }', 'drop', '10.0.0.2 . 80-90 : drop'],
  ['oifname vmap { "docker0" : jump a, "br-*" : jump a }', 'jump a', '"docker0" : jump a'],
  ['ip saddr vmap { 10.0.0.0/8 : drop, 10.0.0.2 : drop }', 'drop', null],
  ['ip saddr vmap { 10.0.0.2 : drop, * : drop } comment "x"', 'drop', '10.0.0.2 : drop'],
] as const) {
  test(`${rule} with ${verdict}: ${element ?? 'not known which'}`, (t) => {
    const lookup = findLookup(rule, 'ip t', parseVerdictMaps(listing));
    t.is(findElement(lookup!, verdict, packet), element);
  });
}

test('a rule without a verdict map has no lookup', (t) => {
  t.is(findLookup('tcp dport 80 accept comment "no vmapping"', 'ip t', new Map()), null);
});

for (const [rule, matches] of [
  ['ip saddr 10.0.0.0/8 drop', true],
  ['ip saddr != 10.0.0.0/8 drop', false],
  ['ip daddr 172.17.0.2 iifname != "docker0" drop comment "DROP DIRECT ACCESS"', true],
  ['ip daddr 172.17.0.2 iifname "docker0" drop', false],
  ['udp dport 85 drop', false],
  ['udp dport != 85 drop', false],
  ['tcp dport 80-90 reject with tcp reset', true],
  ['meta l4proto icmp drop', false],
  ['ip protocol tcp drop', true],
  ['icmp type echo-request drop', false],
  ['tcp sport { 1, 2 } drop', true],
  ['ct state invalid drop comment "udp dport 5"', true],
] as const) {
  test(`${rule} ${matches ? 'could match' : 'cannot match'}`, (t) => {
    t.is(couldMatchNft(rule, packet), matches);
  });
}

test('what is unknown of a packet could match', (t) => {
  const unknown = { header: { source: '10.0.0.2', protocol: null, sourcePort: null } };
  t.true(couldMatchNft('ip daddr 1.2.3.4 tcp dport 80 oifname "x" drop', unknown));
});

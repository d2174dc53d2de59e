import test from 'ava';
import type { PreFilter } from '../netfilter/index.js';
import { buildPreFilter } from './nft-pre-filter.js';
import { parseFilter } from './pcap-filter.js';

const of = (filter: string): PreFilter | null => buildPreFilter(parseFilter(filter));

test('a protocol is not translated: other protocols are not traced', (t) => {
  t.deepEqual(of('tcp'), {
    mayMatchNow: ['ip protocol 6'],
    cannotMatchNow: ['ip protocol != 6'],
    neverMatches: ['ip protocol != 6'],
  });
  t.deepEqual(of('not tcp')?.neverMatches, ['ip protocol 6']);
});

test('a packet is left out for its port only if no end of its flow has it, translated or not', (t) => {
  t.deepEqual(of('tcp dst port 80'), {
    mayMatchNow: ['ip protocol 6 th dport 80'],
    cannotMatchNow: ['ip protocol != 6', 'ip protocol 6 th dport != 80-80'],
    neverMatches: [
      'ip protocol != 6',
      'ip protocol 6 ct state established ct original proto-src != 80 ct original proto-dst != 80 ' +
        'ct reply proto-src != 80 ct reply proto-dst != 80',
    ],
  });
});

test('a negated condition may hold elsewhere on the way', (t) => {
  t.deepEqual(of('not host 172.17.0.2')?.neverMatches, []);
  t.deepEqual(of('tcp and not port 22')?.neverMatches, ['ip protocol != 6']);
});

test('an or fails if both sides fail, an and if one does', (t) => {
  t.deepEqual(of('icmp or udp')?.neverMatches, ['ip protocol != 1 ip protocol != 17']);
  t.deepEqual(of('icmp and host 10.0.0.1')?.neverMatches.length, 2);
  t.deepEqual(of('host web and icmp')?.neverMatches, ['ip protocol != 1'], 'a name may be any address');
});

test('nothing is left out if the filter has unknown syntax, excludes nothing, or is too long', (t) => {
  for (const filter of [
    '',
    'tcp[13] & 2 != 0',
    'host web',
    'not arp',
    'greater 100',
    Array.from({ length: 40 }, (_, n) => `host 10.0.0.${n}`).join(' or '),
  ])
    t.is(of(filter), null, filter);
});

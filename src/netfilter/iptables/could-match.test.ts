import test from 'ava';
import { readFile } from 'node:fs/promises';
import { couldMatch, type KnownPacket } from './could-match.js';
import { findRules } from './find-rules.js';
import { parseSnapshot } from './listing.js';

const header = {
  source: '198.51.100.11',
  destination: '198.51.100.2',
  protocol: 6,
  sourcePort: 40_001,
  destinationPort: 8080,
};

test('matches the rules of a recorded listing by what is known of a packet', async (t) => {
  const snapshot = parseSnapshot(await readFile('src/evidence/fixtures/untraced-drops/firewall-after.txt', 'utf8'));
  const matches = (chain: string, packet: KnownPacket, table = 'filter'): boolean[] =>
    findRules(snapshot, table, chain).map((rule) => couldMatch(rule, packet));
  const dropTcp = 'DOCKER-USER -s 198.51.100.11/32 -p tcp -j DROP';
  t.deepEqual(matches(dropTcp, { header }), [true]);
  t.deepEqual(matches(dropTcp, { header: { ...header, protocol: 1 } }), [false]);
  t.deepEqual(matches(dropTcp, { header: { ...header, source: '198.51.100.12' } }), [false]);
  const isolation = 'DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP';
  t.deepEqual(
    [matches(isolation, { header }), matches(isolation, { header, out: 'docker0' })],
    [[true], [true]],
    'an unknown interface may be any',
  );
  t.deepEqual(
    [matches(isolation, { header, out: 'uplink' }), matches(isolation, { header, out: null })],
    [[false], [false]],
  );
  const accept = 'DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT';
  t.deepEqual(matches(accept, { header }), [false]);
  t.deepEqual(
    matches(accept, { header: { source: header.source, protocol: 6, sourcePort: 40_001 } }),
    [true],
    'the destination after translation is unknown',
  );
  t.deepEqual(matches(accept, { header: { source: header.source, protocol: 6, sourcePort: 40_001 }, in: 'docker0' }), [
    false,
  ]);
});

test('matches what it cannot read of a rule or a packet', (t) => {
  const rule = (specification: string) => ({
    table: 'filter',
    chain: 'FORWARD',
    position: 1,
    specification,
    target: 'DROP',
    packets: 0,
    bytes: 0,
  });
  t.true(couldMatch(rule('-p sctp -j DROP'), { header }), 'an unknown protocol name');
  t.true(couldMatch(rule('-s 198.51.0.11/255.255.0.255 -j DROP'), { header }), 'a mask with holes');
  t.true(
    couldMatch(rule('-p tcp -m tcp --dport 80 -j DROP'), {
      header: { ...header, sourcePort: null, destinationPort: null },
    }),
    'a fragment',
  );
  t.false(couldMatch(rule('-p tcp -m tcp --dport 80:90 -j DROP'), { header }));
});

import test from 'ava';
import { groupAlike } from './alike.js';
import { buildBehaviour } from './behaviour.js';
import { compareRuns } from './compare.js';
import { createRun, readFixture, withRecord } from './testing/check-fixture.js';
import type { CanonicalJourney } from './types.js';

const ids = ['dns/one', 'dns/two', 'dns/three', 'isolation/one'];

/** Compares two runs in which each check has one packet. */
async function compare(packetOf: (run: 'base' | 'candidate', id: string) => CanonicalJourney) {
  const one = await readFixture('publish/one-address', 'first');
  const run = (name: 'base' | 'candidate') =>
    createRun(
      name,
      ids.map((id) => withRecord(one, { id })),
      new Map(ids.map((id) => [id, { ...buildBehaviour(one), journeys: [packetOf(name, id)] }])),
    );
  return groupAlike(compareRuns(run('base'), run('candidate')).changes);
}

const query = (sender: string): CanonicalJourney => ({
  packet: `DNS query A shop.example ${sender} → resolver:53`,
  hops: [{ point: 'host.uplink', changes: [] }],
  end: null,
});
const call = (target: string, end: string | null): CanonicalJourney => ({
  packet: `TCP SYN client → ${target}:80`,
  hops: ['host.uplink', ...(end === null ? ['docker0'] : [])].map((point) => ({ point, changes: [] })),
  end,
});

test('several checks in which a packet has another sender are one group', async (t) => {
  const { groups, single } = await compare((run, id) => query(run === 'candidate' ? 'host' : (id.split('/')[1] ?? '')));
  t.deepEqual(single, []);
  t.deepEqual(
    groups.map(({ sentence, changes }) => [sentence, changes.map(({ id }) => id)]),
    [['the DNS query comes from host in the candidate (base: from elsewhere)', ids]],
  );
});

test('several checks in which a rule of the same form drops a packet earlier are one group', async (t) => {
  const { groups } = await compare((run, id) => {
    const target = id.replace('/', '-');
    return call(target, run === 'candidate' ? `raw -A PREROUTING -d ${target} ! -i docker0 -j DROP` : null);
  });
  t.deepEqual(
    groups.map(({ sentence }) => sentence),
    ['the candidate drops packets at an earlier point, by "-A PREROUTING -d … ! -i … -j DROP" in raw'],
  );
});

test('two checks, and packets that differ otherwise, are no group', async (t) => {
  const { groups, single } = await compare((run, id) =>
    id.startsWith('isolation') || id === 'dns/one'
      ? call(id, run === 'candidate' ? 'filter -A FORWARD -j DROP' : null)
      : query(run === 'candidate' ? 'mail' : 'web'),
  );
  t.deepEqual(groups, []);
  t.deepEqual(single.map(({ id }) => id).sort(), [...ids].sort());
});

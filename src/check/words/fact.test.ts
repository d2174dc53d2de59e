import test from 'ava';
import type { Evidence, FactExpectation } from '../expectation.js';
import type { Listeners, RuleListing } from '../live/listings.js';
import { addressIn, isPrivate, isUniqueLocal, MissingAddressError, reverseName } from './address.js';
import { listening, listeningPort, none, notListening, ruleChanges, same, sameLinks, sameRules, that } from './fact.js';

const judge = (expectation: FactExpectation) => {
  const { held, seen } = expectation.judge(undefined as unknown as Evidence);
  return [held, seen];
};
const rule = (text: string, table = 'filter'): RuleListing => ({ table, chain: text.split(' ')[1] ?? '', text });
const [user, drop, accept] = ['-A FORWARD -j DOCKER-USER', '-A FORWARD -j DROP', '-A FORWARD -j ACCEPT'].map((text) =>
  rule(text),
) as [RuleListing, RuleListing, RuleListing];

test('rules are compared as often as each is there, in whatever order, and by table', (t) => {
  t.deepEqual(ruleChanges([user, drop], [drop, user]), { added: [], removed: [] });
  t.deepEqual(ruleChanges([user, drop], [user, user, accept]), {
    added: ['filter -A FORWARD -j DOCKER-USER', 'filter -A FORWARD -j ACCEPT'],
    removed: ['filter -A FORWARD -j DROP'],
  });
  t.deepEqual(ruleChanges([drop], [rule(drop.text, 'raw')]).added, ['raw -A FORWARD -j DROP']);
});

test('rules are the same, or the difference is shown', (t) => {
  t.deepEqual(judge(sameRules('no rule changes', [user], [user])), [true, '1 rules, none changed']);
  t.deepEqual(judge(sameRules('no rule changes', [user, drop], [user, accept])), [
    false,
    'added: filter -A FORWARD -j ACCEPT. removed: filter -A FORWARD -j DROP',
  ]);
});

test('a list is empty, or what is in it is shown', (t) => {
  t.deepEqual(judge(none('no rule mentions port 80', [])), [true, 'none']);
  t.deepEqual(judge(none('no rule mentions port 80', [drop])), [false, 'filter -A FORWARD -j DROP']);
});

test('interfaces are compared by index', (t) => {
  const link = (name: string, index: number) =>
    ({ name, index, peer: null, master: null, state: 'UP', type: 'veth', mac: '', ethernet: true }) as const;
  t.is(judge(sameLinks('none', [link('lo', 1)], [link('lo', 1)]))[0], true);
  t.deepEqual(judge(sameLinks('none', [link('lo', 1)], [link('lo', 1), link('veth1', 2)])), [
    false,
    '{"added":["veth1"],"removed":[]}',
  ]);
});

const listeners: Listeners = {
  kind: 'listeners',
  place: 'web',
  sockets: [
    { protocol: 'udp', address: '127.0.0.11', port: 57494, program: 'dockerd' },
    { protocol: 'tcp', address: '0.0.0.0', port: 80, program: '' },
  ],
};

test('a socket is found by any of its parts', (t) => {
  t.deepEqual(judge(listening(listeners, { port: 80 })), [true, 'tcp 0.0.0.0:80']);
  t.is(judge(listening(listeners, { protocol: 'udp', port: 80 }))[0], false);
  t.is(judge(listening(listeners, { program: 'dockerd' }))[0], true);
  t.deepEqual(judge(notListening(listeners, { port: 53 })), [true, 'udp 127.0.0.11:57494, tcp 0.0.0.0:80']);
  t.is(judge(notListening(listeners, { address: '127.0.0.11' }))[0], false);
  t.is(
    listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 80 }).expected,
    'web listens on TCP port 80 of 0.0.0.0',
  );
  t.deepEqual(
    [listeningPort(listeners, { protocol: 'udp' }), listeningPort(listeners, { program: 'nginx' })],
    [57494, 0],
  );
});

test('addresses', (t) => {
  t.deepEqual(
    [addressIn('172.17.0.0/16', 1), addressIn('198.51.100.0/24', 201), addressIn('10.0.0.0/8', 256)],
    ['172.17.0.1', '198.51.100.201', '10.0.1.0'],
  );
  t.deepEqual(['10.1.2.3', '172.31.0.0/16', '172.32.0.1', '192.168.0.0/24', '198.51.100.1', ''].map(isPrivate), [
    true,
    true,
    false,
    true,
    false,
    false,
  ]);
  t.is(reverseName('172.18.0.2'), '2.0.18.172.in-addr.arpa');
  t.is(reverseName('fd00:1::2'), `2.${'0.'.repeat(23)}1.0.0.0.0.0.d.f.ip6.arpa`);
  const nowhere = {
    key: 'web',
    hasAddress: false,
    get address(): string {
      throw new MissingAddressError('web');
    },
  };
  t.throws(() => reverseName(nowhere), { instanceOf: MissingAddressError, message: 'web has no address of its own' });
});

test('sockets and interfaces are behaviour whatever the claim is about, other facts what the claim is about', (t) => {
  const listeners: Listeners = { kind: 'listeners', place: 'host', sockets: [] };
  const lines = [listening(listeners, { port: 80 }), notListening(listeners, { port: 80 }), sameLinks('same', [], [])];
  t.deepEqual(
    lines.map(({ about }) => about),
    ['behaviour', 'behaviour', 'behaviour'],
  );
  t.deepEqual([that('so', true, 1).about, sameRules('no rule changes', [], []).about], [undefined, 'rules']);
});

test('a fact that is not there is seen as none', (t) => {
  const evidence = {} as Evidence;
  t.like(same('the gateway is', undefined, '10.60.0.1').judge(evidence), { held: false, seen: 'none' });
  t.like(that('there is a gateway', false, undefined).judge(evidence), { held: false, seen: 'none' });
});

test('unique local addresses are those of fd00::/8', (t) => {
  t.true(isUniqueLocal('fd94:3829:70c9::/64'));
  t.false(isUniqueLocal('fc00::1'));
  t.false(isUniqueLocal('2001:db8::/64'));
  t.false(isUniqueLocal('10.0.0.0/8'));
});

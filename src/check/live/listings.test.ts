import test from 'ava';
import { readFileSync } from 'node:fs';
import {
  parseAddresses,
  parseHosts,
  parseListeners,
  parseNeighbours,
  parseResolvConf,
  parseRoutes,
  selectRules,
  listRuleset,
} from './listings.js';

test('listening sockets are read with the programs that hold them', (t) => {
  // As iproute2 6.1 printed it for a container on a user-defined bridge; the last line is of a listing without -p.
  const printed = `udp UNCONN 0      0      127.0.0.11:57494 0.0.0.0:* users:(("dockerd",pid=10826,fd=32))
tcp LISTEN 0      4096   127.0.0.11:35793 0.0.0.0:* users:(("dockerd",pid=10826,fd=34))
tcp LISTEN 0      9            *:9090       *:*
`;
  t.deepEqual(parseListeners(printed), [
    { protocol: 'udp', address: '127.0.0.11', port: 57494, program: 'dockerd' },
    { protocol: 'tcp', address: '127.0.0.11', port: 35793, program: 'dockerd' },
    { protocol: 'tcp', address: '*', port: 9090, program: '' },
  ]);
});

test('addresses and routes are read from ip -json', (t) => {
  t.deepEqual(
    parseAddresses('[{"ifname":"eth0","addr_info":[{"family":"inet","local":"172.17.0.2","prefixlen":16}]},{}]'),
    [{ interface: 'eth0', address: '172.17.0.2', prefix: 16 }],
  );
  t.deepEqual(
    parseRoutes(
      '[{"dst":"default","gateway":"172.17.0.1","dev":"eth0","flags":[]},' +
        '{"dst":"172.17.0.0/16","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"172.17.0.2","flags":[]}]',
    ),
    [
      { to: 'default', via: '172.17.0.1', interface: 'eth0', source: null },
      { to: '172.17.0.0/16', via: null, interface: 'eth0', source: '172.17.0.2' },
    ],
  );
});

test('neighbours are read from ip -json, without those whose hardware address is not known', (t) => {
  t.deepEqual(
    parseNeighbours(
      '[{"dst":"172.17.0.3","dev":"eth0","lladdr":"02:42:ac:11:00:03","state":["REACHABLE"]},' +
        '{"dst":"172.17.0.9","dev":"eth0","state":["FAILED"]}]',
    ),
    [{ address: '172.17.0.3', interface: 'eth0', mac: '02:42:ac:11:00:03' }],
  );
});

test('resolv.conf and hosts are read without comments', (t) => {
  t.deepEqual(
    parseResolvConf(
      '# Generated\nnameserver 127.0.0.11\nsearch old.example\nsearch a.example b.example\noptions edns0 ndots:0\n',
    ),
    {
      nameServers: ['127.0.0.11'],
      searchList: ['a.example', 'b.example'],
      options: ['edns0', 'ndots:0'],
      comments: ['Generated'],
    },
  );
  t.deepEqual(parseHosts('127.0.0.1\tlocalhost\n# no\n172.17.0.2\tweb web.example # ours\n'), [
    { address: '127.0.0.1', names: ['localhost'] },
    { address: '172.17.0.2', names: ['web', 'web.example'] },
  ]);
});

test('rules are selected by table, chain and text; a ruleset has chains and policies besides', (t) => {
  const text = readFileSync('src/netfilter/iptables/fixtures/engine-nft-before.txt', 'utf8');
  const user = selectRules(text, { table: 'filter', chain: 'DOCKER-USER' });
  t.deepEqual(
    user.map((rule) => rule.text),
    ['-A DOCKER-USER -s 203.0.113.0/24 -j DROP', '-A DOCKER-USER -j RETURN'],
  );
  t.deepEqual(selectRules(text, { containing: '203.0.113.0/24' }), user.slice(0, 1));
  const ruleset = listRuleset(text);
  t.true(ruleset.some((entry) => entry.text === '-P FORWARD DROP' && entry.table === 'filter'));
  t.true(ruleset.some((entry) => entry.text === '-N DOCKER-USER'));
  t.false(ruleset.some((entry) => entry.text === '-P OUTPUT ACCEPT'));
  t.is(ruleset.filter((entry) => entry.text.startsWith('-A')).length, selectRules(text).length);
});

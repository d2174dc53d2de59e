import test from 'ava';
import { readFileSync } from 'node:fs';
import { parseFirewall } from '../netfilter/index.js';
import { addRuleTexts } from '../netfilter/nftables/rule-texts.js';
import { canonicalizeChains, findCountedDrops, listFirewallChains } from './chains.js';
import { Roles } from './roles.js';

/* The same networks and containers on two engines with the nftables backend, made in another order. */
const listings = 'src/netfilter/nftables/fixtures';
const chainsOf = (name: string) => {
  const read = (file: string) => readFileSync(`${listings}/${name}${file}`, 'utf8');
  return listFirewallChains(parseFirewall(read('-save.txt'), addRuleTexts(read('.json'), read('.txt'))));
};

function rolesWith(bridges: Readonly<Record<string, readonly [id: string, network: string]>>): Roles {
  const network = (key: string, id: string, address: string) => ({
    kind: 'network',
    key,
    name: `${key}-aoaxnw0x77`,
    id: `${id}091252273d36e8bc3f2343c5e769f48c72bfb60e69671d3a0123`,
    subnet: `${address}.0.0/16`,
    gateway: `${address}.0.1`,
    bridge: key === 'bridge' ? 'docker0' : `br-${id}`,
  });
  const container = (key: string, on: string) => ({
    kind: 'container',
    key,
    name: `${key}-aoaxnw0x77`,
    address: `${bridges[on]?.[1] ?? '172.17'}.0.2`,
  });
  return new Roles({
    host: {
      address: '198.51.100.2',
      secondaryAddress: '198.51.100.3',
      uplink: 'uplink',
      mac: '0a:53:f8:6f:2a:bf',
      secondLan: null,
      docker0: network('bridge', 'f31a5b1313dd', '172.17'),
    },
    places: {
      ...Object.fromEntries(Object.entries(bridges).map(([key, [id, address]]) => [key, network(key, id, address)])),
      web: container('web', 'app'),
      plain: container('plain', 'bridge'),
    },
  });
}

const roles = {
  '29.4.2': rolesWith({
    app: ['f0b7a765c657', '172.20'],
    closed: ['5cbf20dab377', '172.18'],
    inner: ['12c9360d012e', '172.19'],
  }),
  '29.7.2': rolesWith({
    app: ['d827917d2600', '172.18'],
    closed: ['018eac4c03f4', '172.19'],
    inner: ['9e6268f6409a', '172.20'],
  }),
};
const canonical = (version: keyof typeof roles) =>
  canonicalizeChains(chainsOf(`engine-${version}-after`), roles[version], '');

test('chains and maps of nftables are equal in two labs', (t) => {
  t.deepEqual(canonical('29.4.2'), canonical('29.7.2'));
});

test('a base chain begins with its hook and priority, a map has its elements, both in roles', (t) => {
  const rulesOf = (name: string) => canonical('29.7.2').find((chain) => chain.name === name)?.rules;
  t.deepEqual(rulesOf('ip docker-bridges filter-FORWARD'), [
    'type filter hook forward priority 0; policy accept',
    'oifname vmap @filter-forward-in-jumps',
    'iifname vmap @filter-forward-out-jumps',
  ]);
  t.deepEqual(rulesOf('ip docker-bridges filter-forward-in__br-app'), [
    'ct state established,related accept',
    'iifname "br-app" accept comment "ICC"',
    'ip daddr web tcp dport 80 accept',
    'ip daddr web udp dport 53 accept',
    'drop comment "UNPUBLISHED PORT DROP"',
  ]);
  t.deepEqual(rulesOf('ip docker-bridges filter-forward-in-jumps (verdict map)'), [
    'br-app : jump filter-forward-in__br-app',
    'br-closed : jump filter-forward-in__br-closed',
    'br-inner : jump filter-forward-in__br-inner',
    'docker0 : jump filter-forward-in__docker0',
  ]);
  t.is(rulesOf('ip6 docker-bridges filter-FORWARD'), undefined, 'IPv4 alone');
  t.is(rulesOf('filter FORWARD')?.length, 2, 'iptables’ chains beside them');
});

test('a rule of nftables that dropped packets is listed with table and chain', (t) => {
  const after = chainsOf('engine-29.7.2-after');
  const before = after.map((chain) =>
    chain.name === 'raw-PREROUTING'
      ? { ...chain, rules: chain.rules.map((rule) => ({ ...rule, packets: rule.packets - 1 })) }
      : chain,
  );
  const chain = 'ip docker-bridges raw-PREROUTING';
  t.deepEqual(findCountedDrops(before, after, roles['29.7.2'], ''), [
    `${chain} iifname != "lo" ip daddr 127.0.0.1 tcp dport 9090 drop comment "DROP REMOTE LOOPBACK"`,
    `${chain} ip daddr plain iifname != "docker0" drop comment "DROP DIRECT ACCESS"`,
    `${chain} ip daddr web iifname != "br-app" drop comment "DROP DIRECT ACCESS"`,
  ]);
});

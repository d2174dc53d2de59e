import test from 'ava';
import { Roles } from './roles.js';

const lab = {
  host: {
    address: '198.51.100.2',
    secondaryAddress: '198.51.100.3',
    uplink: 'uplink',
    mac: '0a:53:f8:6f:2a:bf',
    secondLan: { address: '203.0.113.2', uplink: 'uplink2' },
    docker0: {
      kind: 'network',
      key: 'bridge',
      name: 'bridge',
      id: 'f31a5b1313dd8c27091252273d36e8bc3f2343c5e769f48c72bfb60e69671d3a',
      subnet: '172.17.0.0/16',
      gateway: '172.17.0.1',
      bridge: 'docker0',
    },
  },
  places: {
    app: {
      kind: 'network',
      key: 'app',
      name: 'app-aoaxnw0x77',
      id: 'c0401b99bff3d8ec49ae13441c47c34a097c8a97b2a712eb6e8c0b9a8bdc886c',
      subnet: '172.19.0.0/16',
      gateway: '172.19.0.1',
      bridge: 'br-c0401b99bff3',
    },
    web: {
      kind: 'container',
      key: 'web',
      name: 'web-aoaxnw0x77',
      id: '9dcc874e1fad9385836d1ea7a954c83566214ea90f6b48ac076478167c4ae099',
      address: '172.19.0.2',
      mac: '02:42:ac:13:00:02',
      veth: 'vethafbc47d',
      alsoOn: [{ on: 'side', address: '172.20.0.2', mac: '02:42:ac:14:00:02', veth: 'veth0123456', interface: 'eth1' }],
      ports: { '80/tcp': ['0.0.0.0:49153', '[::]:49153'], '53/udp': ['0.0.0.0:49153'] },
    },
    client: { kind: 'lan-host', key: 'client', address: '198.51.100.11', subnet: '198.51.100.0/24' },
  },
};
const roles = new Roles(lab, new Set([28834]));

for (const [text, expected] of [
  ['-s 172.19.0.0/16 ! -o br-c0401b99bff3 -j MASQUERADE', '-s app.subnet ! -o br-app -j MASQUERADE'],
  [
    '-d 172.19.0.2/32 ! -i br-c0401b99bff3 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.19.0.2:80',
    '-d web ! -i br-app -p tcp -m tcp --dport 8080 -j DNAT --to-destination web:80',
  ],
  ['-d 172.17.0.0/16 -i docker0', '-d docker0.subnet -i docker0'],
  ["web's ping to host (198.51.100.2) is answered", "web's ping to host is answered"],
  ['request to 198.51.100.3 port 8080', 'request to host.secondary port 8080'],
  ['host.uplink saw a SYN from port 40001', 'host.uplink saw a SYN from port *'],
  ['from port 28834', 'from port *'],
  ['published at 0.0.0.0:49153', 'published at 0.0.0.0:(ephemeral, for web’s 80/tcp)'],
  ['request to UDP port 49153', 'request to UDP port (ephemeral, for web’s 53/udp)'],
  ['web-aoaxnw0x77 and late-aoaxnw0x77', 'web and late'],
  ['2.0.19.172.in-addr.arpa', 'web.in-addr.arpa'],
  ['vethafbc47d, veth0123456 and veth7654321', 'web.veth, web.veth@side and veth'],
  ['id 9dcc874e1fad', 'id web.id'],
  ['02:42:ac:13:00:02 and 0a:53:f8:6f:2a:bf', 'web.mac and host.mac'],
  ['172.19.0.7, 172.19.255.255 and 172.16.0.1', 'app.other, app.broadcast and 172.16.0.1'],
  ['198.51.100.11, 198.51.100.77 and 198.51.100.0/24', 'client, 198.51.100.77 and 198.51.100.0/24'],
  ['127.0.0.11:53 and 198.51.100.77', '127.0.0.11:53 and 198.51.100.77'],
  ['-d 127.0.0.0/8 -m conntrack', '-d 127.0.0.0/8 -m conntrack'],
  ['version 20.10.24', 'version 20.10.24'],
] as const) {
  test(`"${text}" in roles`, (t) => {
    t.is(roles.replaceIn(text), expected);
  });
}

test('addresses and ports', (t) => {
  t.deepEqual(
    ['198.51.100.2', '203.0.113.2', '172.17.0.1', '172.19.0.1', '172.20.0.2'].map((address) => roles.address(address)),
    ['host', 'host.secondUplink', 'docker0', 'br-app', 'web@side'],
  );
  t.deepEqual(
    [80, 8080, 28834, 40000, 49153].map((port) => roles.port(port, 'tcp')),
    ['80', '8080', '*', '*', '(ephemeral, for web’s 80/tcp)'],
  );
  t.is(roles.port(49153, 'udp'), '(ephemeral, for web’s 53/udp)');
});

const swapped = new Roles({
  ...lab,
  places: {
    ...lab.places,
    web: {
      ...lab.places.web,
      address: '172.19.0.3',
      earlier: [
        { address: '172.19.0.2', until: 1000 },
        { address: '172.19.0.4', until: 2000 },
      ],
    },
    db: {
      kind: 'container',
      key: 'db',
      name: 'db-aoaxnw0x77',
      id: '',
      address: '172.19.0.2',
      earlier: [{ address: '172.19.0.3', until: 1000 }],
    },
  },
});
for (const [milliseconds, two, three, four] of [
  [999n, 'web', 'db', 'web'],
  [1000n, 'db', 'db', 'web'],
  [2000n, 'db', 'web', 'web'],
] as const) {
  test(`containers that swapped addresses, at ${milliseconds} ms`, (t) => {
    const then = swapped.at(milliseconds * 1_000_000n);
    t.deepEqual(
      ['172.19.0.2', '172.19.0.3', '172.19.0.4'].map((address) => then.address(address)),
      [two, three, four],
    );
    t.is(then.replaceIn('db (172.19.0.2) and db (172.19.0.3)'), 'db and db');
  });
}

test('containers that swapped their IPv6 addresses', (t) => {
  // 28.5.2, ipv6/docker0-ula: the engine restarted.
  const place = (key: string, address: string, ipv6: string, earlier: { address: string; ipv6: string }) => ({
    kind: 'container',
    key,
    address,
    ipv6,
    earlier: [{ ...earlier, until: 1000 }],
  });
  const [two, three] = [
    { address: '172.17.0.2', ipv6: 'fdc9:ff42:3583::2' },
    { address: '172.17.0.3', ipv6: 'fdc9:ff42:3583::3' },
  ];
  const places = { web: place('web', two.address, two.ipv6, three), db: place('db', three.address, three.ipv6, two) };
  const restarted = new Roles({ ...lab, places });
  t.is(restarted.at(999_000_000n).address(two.ipv6), 'db.ipv6');
  t.is(restarted.at(1_000_000_000n).address(two.ipv6), 'web.ipv6');
  t.is(restarted.replaceIn(`db (${two.ipv6}) and web (${two.ipv6})`), 'db (db.ipv6) and web (web.ipv6)');
});

test('without changed addresses the roles are the same at any time', (t) => {
  t.is(roles.at(0n), roles);
  t.is(swapped.replaceIn('web (172.19.0.2), web (172.19.0.3), web (172.19.0.4)'), 'web, web, web');
});

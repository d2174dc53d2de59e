import test from 'ava';
import { parseDaemonConfig } from './daemon-config.js';

test('a daemon.json is taken but for what a lab sets itself, with its firewall backend apart', (t) => {
  const text = JSON.stringify({
    icc: false,
    'data-root': '/srv/docker',
    'firewall-backend': 'nftables',
    'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }],
    hosts: ['fd://'],
    'registry-mirrors': ['https://mirror.example'],
  });
  t.deepEqual(parseDaemonConfig(text), {
    settings: {
      icc: false,
      'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }],
      'registry-mirrors': ['https://mirror.example'],
    },
    firewallBackend: 'nftables',
    ignored: ['data-root', 'hosts'],
  });
  t.deepEqual(parseDaemonConfig('{ "bridge": "", "iptables": true }').firewallBackend, null);
});

for (const [text, message] of [
  ['', /it is not JSON: /],
  ['[]', /it is not a JSON object/],
  ['null', /it is not a JSON object/],
  ['{ "firewall-backend": "ipfw" }', /"firewall-backend" is "ipfw"\. Its values are "iptables" and "nftables"/],
  ['{ "bridge": "none" }', /"bridge" is "none"\. The checks need the default bridge docker0/],
  ['{ "iptables": false }', /"iptables" is false\. .*firewall\/iptables-off/],
] as const) {
  test(`no lab can use ${text === '' ? 'an empty file' : text}`, (t) => {
    t.throws(() => parseDaemonConfig(text), { message });
  });
}

import type { Fault } from './types.js';

/* Settings of the docker host that differ after the engine's start. */
const host = (name: string, what: string, areas: readonly string[], command: string): Fault => ({
  id: `host/${name}`,
  what,
  areas,
  mistake: { kind: 'host', command },
});

const everywhere = ['nat', 'kernel', 'publish', 'user-bridge', 'bridge'];

/** Returns a command that adds a chain of the bridge family with one rule. */
const addBridgeRule = (rule: string): string =>
  `nft 'table bridge fault { chain forward { type filter hook prerouting priority 0; ${rule}; } }'`;

export const hostFaults: readonly Fault[] = [
  host('forwarding-off', 'the host does not forward', everywhere, 'sysctl -qw net.ipv4.ip_forward=0'),
  host(
    'announcements-swallowed',
    'announcements by ARP are lost',
    ['upgrade', 'addressing', 'lifecycle', 'macvlan'],
    addBridgeRule('ether daddr ff:ff:ff:ff:ff:ff arp operation request arp daddr ether 00:00:00:00:00:00 drop'),
  ),
  host(
    'bridged-past-iptables',
    'what crosses a bridge does not meet iptables',
    ['isolation', 'kernel', 'link'],
    'sysctl -qw net.bridge.bridge-nf-call-iptables=0',
  ),
  host(
    'docker0-second-address',
    'docker0 has a second address',
    ['bridge', 'nat', 'kernel', 'host'],
    'ip address add 172.17.99.1/24 dev docker0',
  ),
  host(
    'docker0-no-localnet',
    'docker0 does not route 127.0.0.0/8',
    ['publish'],
    'sysctl -qw net.ipv4.conf.docker0.route_localnet=0 net.ipv4.conf.all.route_localnet=0',
  ),
];

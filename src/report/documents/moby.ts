import type { Section } from './outline.js';

/** What upgrades changed that no document mentions: reports of the engine's users and its release notes, by topic. */
export const moby: readonly Section[] = [
  {
    heading: 'Reached past publishing',
    order: [
      'upgrade/direct-routing-published',
      'upgrade/direct-routing-unpublished',
      'upgrade/loopback-published-from-lan',
    ],
  },
  {
    heading: 'The host’s own firewall',
    order: [
      'upgrade/forward-policy-reset',
      'upgrade/foreign-forward-reject',
      'upgrade/flush-and-reload',
      'upgrade/pre-28-rules-left-behind',
      'upgrade/bridge-nf-call-zero',
      'upgrade/nftables-backend',
    ],
  },
  { heading: 'What the kernel must have', order: ['upgrade/raw-table-missing', 'upgrade/addrtype-missing'] },
  { heading: 'The kernel’s own IPv6', order: ['kernel/ipv6-disabled-at-boot'] },
  {
    heading: 'Containers made anew',
    order: [
      'upgrade/udp-flow-after-recreate',
      'publish/udp-flow-begins',
      'publish/udp-flow-ends',
      'publish/udp-flow-endings',
      'upgrade/mac-unique-after-restart',
      'upgrade/gratuitous-arp',
    ],
  },
  { heading: 'Embedded resolver', order: ['dns/large-answer', 'dns/truncated'] },
  { heading: 'Networks of none and host containers', order: ['none/not-connected'] },
  { heading: 'Options of the host’s resolv.conf', order: ['dns/option-lines'] },
  { heading: 'Address sets of the default IPAM driver', order: ['addressing/smallest-subnet', 'ipv6/router-anycast'] },
  { heading: 'Point-to-point subnets', order: ['addressing/point-to-point'] },
  { heading: 'IPv6 addresses of a starting container', order: ['ipv6/address-at-once'] },
  { heading: 'IPv6 in a container that has it disabled', order: ['ipv6/off-in-container'] },
  { heading: 'Ports and pings without privileges', order: ['interface/unprivileged'] },
  { heading: 'Reserved ports are skipped', order: ['publish/drawn-ports'] },
  { heading: 'Bridges made without Docker', order: ['bridge/own-bridge-kept'] },
  { heading: 'Internal networks', order: ['upgrade/internal-host-access', 'upgrade/internal-dns'] },
  {
    heading: 'The upgrade in place',
    order: [
      'upgrade/in-place-user-rules',
      'upgrade/in-place-published-port',
      'upgrade/in-place-isolation',
      'upgrade/in-place-old-chains',
      'upgrade/in-place-names',
    ],
  },
];

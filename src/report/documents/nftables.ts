import type { Section } from './outline.js';

/** Docker's page on its nftables backend: its introduction, which has no heading, and every heading after it. */
export const nftables: readonly Section[] = [
  { heading: 'Introduction', order: ['nftables/dns-without-iptables', 'nftables/rules-off'] },
  {
    heading: 'Docker’s nftables tables',
    order: [
      'nftables/tables',
      'nftables/base-chains',
      'nftables/network-chains',
      'nftables/removed-with-container',
      'nftables/icc-off',
      'nftables/masquerade-off',
      'nftables/internal-network',
      'nftables/one-address',
      'nftables/localhost-published',
      'nftables/direct-routing',
      'nftables/changes-lost',
      'nftables/tables-rebuilt',
      'nftables/own-table-survives',
    ],
  },
  {
    heading: 'Migrating from iptables to nftables',
    order: [
      'nftables/switch-backend',
      'nftables/switch-keeps-containers',
      'nftables/switch-replaces-rules',
      'nftables/network-needs-forwarding',
    ],
  },
  {
    heading: 'IP forwarding',
    order: [
      'nftables/forwarding-required',
      'nftables/forwarding-unchecked',
      'nftables/foreign-forwarding-open',
      'nftables/foreign-forwarding-blocked',
    ],
  },
  {
    heading: 'FORWARD policy in iptables',
    order: [
      'nftables/iptables-policy-drops',
      'nftables/iptables-drop-applies',
      'nftables/leftover-policy',
      'nftables/iptables-accepts-with-policy',
    ],
  },
  { heading: 'Migrating DOCKER-USER', order: ['nftables/docker-user-jump-kept', 'nftables/docker-user-ignored'] },
  {
    heading: 'Migrating ACCEPT rules',
    order: [
      'nftables/accept-not-final',
      'nftables/own-chain-after-drops',
      'nftables/mark-accepts',
      'nftables/mark-direct-routing',
      'nftables/mark-mask',
      'nftables/mark-too-late',
    ],
  },
  {
    heading: 'Replacing DOCKER-USER with an nftables table',
    order: ['nftables/own-hook-before-dnat', 'nftables/own-chain-before-drops'],
  },
  {
    heading: 'Example: restricting external connections to containers',
    order: ['nftables/restrict-to-source', 'nftables/restrict-user-bridges'],
  },
];

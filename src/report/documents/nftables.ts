import type { Outline } from './outline.js';

/** Docker's page on its nftables backend: its introduction, which has no heading, and every heading after it. */
export const nftables: Outline = {
  name: 'nftables',
  title: 'Docker with nftables',
  file: 'firewall-nftables.md',
  sections: [
    { heading: 'Introduction', order: [] },
    { heading: 'Docker’s nftables tables', order: [] },
    { heading: 'Migrating from iptables to nftables', order: [] },
    { heading: 'IP forwarding', order: [] },
    { heading: 'FORWARD policy in iptables', order: [] },
    { heading: 'Migrating DOCKER-USER', order: [] },
    { heading: 'Migrating ACCEPT rules', order: [] },
    { heading: 'Replacing DOCKER-USER with an nftables table', order: [] },
    { heading: 'Example: restricting external connections to containers', order: [] },
  ],
};

import type { Outline } from './outline.js';

/** The page on publishing: its introduction, which has no heading, and every heading after it. */
export const publish: Outline = {
  name: 'publish',
  title: 'iptables: How Docker Publishes Ports',
  file: 'iptables-how-docker-publishes-ports.md',
  sections: [
    { heading: 'Introduction', order: [] },
    {
      heading: 'create network namespaces and virtual devices',
      order: ['bridge/ip-forward', 'kernel/bridge-veth-ping'],
    },
    {
      heading: 'improve iptables commands from the previous post',
      order: ['kernel/forward-and-masquerade', 'kernel/bridge-veth-ping'],
    },
    { heading: 'iptables tips', order: ['kernel/save-restore'] },
    {
      heading: 'use iptables to perform a port forward',
      order: [
        'kernel/no-rule-refused',
        'nat/follows-interface-address',
        'kernel/output-dnat-too-wide',
        'kernel/output-dnat-one-address',
        'kernel/addrtype-local',
      ],
    },
    { heading: 'enable external traffic to be port forwarded', order: ['kernel/output-not-prerouting'] },
    { heading: 'create a custom iptables chain', order: ['kernel/chain-end-returns', 'kernel/shared-chain'] },
    { heading: 'add another port forward in the custom chain', order: ['kernel/rule-after-return'] },
    {
      heading: 'docker-proxy and local network',
      order: [
        'kernel/loopback-not-forwarded',
        'publish/localhost-by-proxy',
        'publish/proxy-without-iptables',
        'publish/proxy-holds-port',
        'kernel/userland-proxy',
      ],
    },
    {
      heading: 'forward ports on the local network using iptables',
      order: ['kernel/route-localnet', 'publish/route-localnet-without-proxy'],
    },
    { heading: 'some future research topics', order: ['publish/no-route-localnet', 'nat/first-packet-only'] },
  ],
};

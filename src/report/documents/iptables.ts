import type { Section } from './outline.js';

/** The page on iptables: every heading but its list of sources. */
export const iptables: readonly Section[] = [
  { heading: 'How docker work with firewall', order: [] },
  {
    heading: 'iptables Chains usage in docker',
    order: ['docker-user/chain-order-diagram', 'docker-user/called-from-docker', 'docker-user/nat-output-for-egress'],
  },
  { heading: 'DOCKER', order: ['docker-user/docker-chain-overwritten', 'docker-user/survives-restart'] },
  {
    heading: 'DOCKER-USER chain',
    order: [
      'docker-user/first',
      'docker-user/incoming-passes-both',
      'docker-user/input-does-not-protect',
      'docker-user/survives-restart',
      'docker-user/forward-append-too-late',
      'docker-user/drop-blocks-published',
    ],
  },
  {
    heading: 'Firewall script example',
    order: [
      'docker-user/script',
      'docker-user/script-cuts-ping-and-udp',
      'docker-user/original-destination',
      'docker-user/appended-drop',
    ],
  },
  {
    heading: 'DOCKER-ISOLATION-STAGE-1',
    order: [
      'isolation/stage-1-content',
      'isolation/default-to-user',
      'isolation/returns',
      'isolation/stages-idle-by-default',
    ],
  },
  {
    heading: 'DOCKER-ISOLATION-STAGE-2',
    order: [
      'isolation/stage-2-content',
      'isolation/stage-2-drops-from',
      'isolation/returns',
      'isolation/stages-idle-by-default',
    ],
  },
  {
    heading: 'understand docker isolation',
    order: [
      'isolation/stage-1-same-bridge',
      'isolation/stage-2-rejects',
      'isolation/between-bridges',
      'isolation/default-to-user',
      'isolation/outside-allowed',
    ],
  },
];

/** The page on publishing: its introduction, which has no heading, and every heading after it. */
export const publish: readonly Section[] = [
  { heading: 'Introduction', order: [] },
  { heading: 'create network namespaces and virtual devices', order: ['bridge/ip-forward', 'kernel/bridge-veth-ping'] },
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
];

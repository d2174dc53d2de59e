import type { Outline } from './outline.js';

/** The page on iptables: every heading but its list of sources. */
export const iptables: Outline = {
  name: 'iptables',
  title: 'iptables for docker',
  file: 'iptables-for-docker.md',
  sections: [
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
  ],
};

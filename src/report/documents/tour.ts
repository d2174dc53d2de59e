import type { Section } from './outline.js';

/** The tour. Its text is machine-translated, so each heading is written plainly, with the printed one beside it. */
export const tour: readonly Section[] = [
  {
    heading: 'Our default Docker bridge network exploration map',
    printed: 'Our default Docker bridge community exploration map',
    order: [],
  },
  {
    heading: 'A ping in the dark',
    printed: 'A ping in the dead of night…',
    order: ['bridge/container-route', 'nat/host-address-stays-off-uplink', 'namespace/host-sees-only-host-ends'],
  },
  {
    heading: 'Linux network namespaces enter the story',
    printed: 'Linux community namespaces enter the story',
    order: ['namespace/own-netns', 'namespace/lsns', 'namespace/nsenter-sees-container-links', 'namespace/veth-pair'],
  },
  {
    heading: 'Pinging past the host',
    printed: 'Pinging past the gates… er host',
    order: ['nat/ttl-63', 'nat/masquerade', 'nat/port-translation', 'nat/same-bridge-untouched'],
  },
  {
    heading: 'Entering the Docker networking story: iptables',
    printed: 'Getting into the Docker networking story… iptables!',
    order: [
      'nat/chains',
      'nat/masquerade-rule',
      'nat/masquerade-any-source',
      'nat/same-bridge-untouched',
      'nat/return-rule',
    ],
  },
  {
    heading: 'Look out! There’s a web (server) ahead',
    printed: 'Look out! There’s a internet (server) forward!',
    order: ['publish/one-address', 'publish/all-addresses'],
  },
  {
    heading: 'Tracing the web traffic with packets and tables',
    printed: 'Tracing the online visitors with packets and tables',
    order: [
      'publish/dnat-from-outside',
      'publish/source-kept',
      'publish/hairpin-rule',
      'publish/dnat-rule',
      'publish/from-host-by-uplink-address',
    ],
  },
  {
    heading: 'A quick stop at the filter table',
    printed: 'A fast cease on the filter desk',
    order: [
      'firewall/forward-drop-policy',
      'firewall/forward-order',
      'docker-user/first',
      'firewall/established-accepted',
      'firewall/egress-accepted',
      'firewall/icc-accepted',
      'firewall/icc-off-dropped',
      'publish/accept-rule',
    ],
  },
  {
    heading: 'The light at the end of the default Docker networking journey',
    printed: 'The sunshine on the finish of the default Docker networking journey',
    order: [],
  },
];

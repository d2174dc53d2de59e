import type { Outline } from './outline.js';

/** The notes: every heading of its table of contents. */
export const notes: Outline = {
  name: 'notes',
  title: 'Docker networking notes',
  file: 'docker-networking-notes.md',
  sections: [
    { heading: '1. Concepts', order: [] },
    { heading: '2. Deep dive - network namespace', order: ['namespace/own-netns', 'namespace/veth-pair', 'namespace/not-listed'] },
    { heading: '3. Docker networking subsystem', order: ['bridge/three-defaults'] },
    {
      heading: '3.1. docker0 - default bridge network',
      order: [
        'bridge/default-attachment', 'bridge/ip-forward', 'bridge/host-reaches-container', 'bridge/first-address', 'bridge/no-service-discovery',
        'bridge/idle-down', 'bridge/hosts-inherited', 'bridge/dns-inherited', 'bridge/container-to-container',
      ],
    },
    {
      heading: '3.2. User-defined bridge network',
      order: [
        'user-bridge/interface-name', 'user-bridge/service-discovery', 'dns/reverse-lookup', 'user-bridge/aliases', 'dns/answer-ttl', 'dns/resolv-conf', 'dns/hidden-listener',
        'dns/address-127-0-0-1', 'dns/redirect-rules', 'dns/names-stay-inside', 'dns/external-forwarded',
      ],
    },
    { heading: '3.3. Composed-defined bridge network', order: ['user-bridge/compose-same'] },
    {
      heading: '3.4. Other aspect of bridge networks',
      order: ['dns/not-across-networks', 'isolation/between-bridges', 'isolation/default-to-user', 'isolation/published-port-across', 'isolation/two-homed', 'user-bridge/host-reaches-any'],
    },
    { heading: '3.5. Host network', order: ['host/same-netns', 'host/reached-at-host-address', 'host/no-veth', 'host/publish-ignored'] },
    { heading: '3.6. None network', order: ['none/no-traffic', 'none/only-loopback', 'none/no-veth', 'none/publish-ignored'] },
    { heading: '3.7. Interesting things', order: ['shared/pid-only', 'shared/network'] },
    {
      heading: '4. Deep dive - How can containers transfer data to the kernel, and from there, to outside world?',
      order: ['nat/chains', 'nat/return-rule', 'nat/masquerade-rule', 'nat/masquerade'],
    },
    {
      heading: '4.1. Port forwarding',
      order: [
        'bridge/three-defaults', 'nat/follows-interface-address', 'publish/hairpin-rule', 'publish/hairpin-without-proxy', 'publish/own-port-from-inside', 'publish/dnat-rule', 'publish/udp',
        'publish/localhost-by-proxy', 'publish/localhost-by-dnat', 'publish/localhost-by-masquerade',
      ],
    },
    {
      heading: '4.2. Host networking',
      order: ['host/no-rules-added', 'publish/removed-with-container', 'host/reached-at-host-address', 'host/loopback-source', 'host/masquerade-on-loopback'],
    },
    {
      heading: '5. Restrict connections - Docker and iptables',
      order: [
        'docker-user/first', 'docker-user/all-rules-in-docker', 'docker-user/docker-chain-overwritten', 'docker-user/survives-restart', 'docker-user/drop-blocks-published',
        'docker-user/forward-append-too-late', 'docker-user/sample-cuts-egress', 'docker-user/host-unaffected', 'docker-user/allow-one-source',
        'docker-user/allow-subnet', 'docker-user/allow-range', 'docker-user/router-accept', 'docker-user/router-accept-one-way', 'firewall/iptables-off',
      ],
    },
  ],
};

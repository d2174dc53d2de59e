import { answered, anything, bridge, conformance, container, documented, iptables, syn } from 'docknet';

const mode = (value: string) => ({ 'com.docker.network.bridge.gateway_mode_ipv4': value });

export default conformance({
  id: 'gateway/routed-to-published',
  title: 'a container of a network in gateway mode routed reaches ports that other networks publish at the host',
  claim: documented(
    'rn-28',
    '28.0',
    'Packets of a network in mode routed reach published ports of other networks at the host’s address.',
  ),
  given: {
    app: bridge(mode('routed')),
    red: bridge(),
    web: container({ on: 'app' }),
    redWeb: container({ on: 'red', serve: 80, publish: ['8080:80'] }),
    db: container({ serve: 80, publish: ['8081:80'] }),
  },
  when: async ({ web, host }) => ({ page: await web.get(host, 8080), second: await web.get(host, 8081) }),
  // Translated, or by docker-proxy.
  expect: ({ red, web, redWeb, db, host }, { page, second }) => [
    answered(page),
    web.eth0.saw(syn(web, host, 8080)),
    red.bridge.saw(anything({ protocol: 'tcp', to: redWeb, port: 80 })),
    answered(second),
    web.eth0.saw(syn(web, host, 8081)),
    host.docker0.bridge.saw(anything({ protocol: 'tcp', to: db, port: 80 })),
  ],
  sabotage: () => iptables('-t raw -I PREROUTING -p tcp --dport 8080 -j DROP'),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});

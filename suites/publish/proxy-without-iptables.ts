import {
  aboutRules,
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  none,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/proxy-without-iptables',
  title: 'with iptables off docker-proxy carries a published port',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'The proxy works when Docker is configured not to modify iptables.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => ({ call: await client.get(host, 8080), rules: await host.rules() }),
  expect: ({ web, host, client }, { call, rules }) => [
    aboutRules(none('the firewall has no rule', rules)),
    clientSeenAs(call, host.docker0.gateway), // not the client's address
    host.uplink.saw(syn(client, host, 8080)), // one connection to the proxy
    host.uplink.saw(synAck(host, 8080, client)),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // and one from it
    host.docker0.bridge.saw(synAck(web, 80, host.docker0.gateway)),
    host.docker0.bridge.neverSaw(anything({ from: client })),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false, 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true, icc: true },
});

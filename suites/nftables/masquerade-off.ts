import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  nftablesEngine,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/masquerade-off',
  title: 'what leaves a network with masquerading off has the container’s address on the uplink, not the host’s',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on the configuration of the network: masquerading is one of its options.',
  ),
  given: {
    daemon: nftablesEngine(),
    red: bridge(),
    blue: bridge({ 'com.docker.network.bridge.enable_ip_masquerade': 'false' }),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    server: lanHost(),
  },
  when: async ({ blue, redWeb, blueWeb, host, server }) => {
    await server.routeTo(blue.subnet, host.address);
    const [masqueraded] = await Promise.all([redWeb.ping(server), blueWeb.ping(server, { timeoutMs: 1000 })]);
    return { masqueraded };
  },
  expect: ({ red, blue, redWeb, blueWeb, host, server }, { masqueraded }) => [
    answered(masqueraded),
    journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(host, server)]),
    journey([blue.bridge, echoRequest(blueWeb, server)], [host.uplink, echoRequest(blueWeb, server)]),
    host.uplink.sawTimes(1, echoRequest(host, server)), // redWeb's
  ],
  sabotage: withGiven({ blue: bridge() }),
});

import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  syn,
} from 'docknet';

const reject = 'FORWARD -j REJECT --reject-with icmp-host-prohibited';

export default conformance({
  id: 'upgrade/foreign-forward-reject',
  title: 'a REJECT that stands in FORWARD when the engine starts does not cut containers off',
  claim: documented(
    'moby',
    'The host’s own firewall (#49511)',
    'The engine’s rules come before what else is in FORWARD, so that a firewall’s final REJECT is for what is not Docker’s.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), peer: lanHost() },
  when: async ({ web, host, peer }) => {
    await web.remove();
    await host.stopEngine();
    await host.sh('iptables -F FORWARD'); // as after a boot: the firewall's own rules first, then the engine
    await host.iptables(`-A ${reject}`);
    await host.startEngine();
    await web.start();
    return { ping: await web.ping(peer), page: await peer.get(host, 8080) };
  },
  expect: ({ web, host, peer }, { ping, page }) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, peer)], [host.uplink, echoRequest(host, peer)]),
    journey([host.uplink, echoReply(peer, host)], [host.docker0.bridge, echoReply(peer, web)]),
    clientSeenAs(page, peer),
    journey([host.uplink, syn(peer, host, 8080)], [host.docker0.bridge, syn(peer, web, 80)]),
    host.rule('filter', reject).last(),
    host.rule('filter', reject).countedPackets(0),
  ],
  // A REJECT where the administrator's rules come before the engine's.
  sabotage: () => iptables('-I DOCKER-USER -j REJECT'),
  notOnHost: 'it stops the engine and empties FORWARD',
});

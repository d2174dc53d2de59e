import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  guard,
  lanHost,
  macvlan,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/firewall-bypassed',
  title: 'the docker host’s firewall drops nothing of a macvlan container’s traffic',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'Docker makes no firewall rule for macvlan networks; their packets do not pass the host’s network stack.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan', serve: 80 }), control: container(), server: lanHost() },
  when: async ({ web, control, server, host }) => {
    await host.iptables('-I FORWARD -j DROP');
    await host.iptables(`-I INPUT -s ${web.address} -j DROP`);
    return {
      control: await control.ping(server, { timeoutMs: 1000 }),
      out: await web.ping(server),
      page: await server.get(web, 80),
    };
  },
  expect: ({ web, server, host }, { control, out, page }) => [
    unanswered(control),
    guard(host.rule('filter', 'FORWARD -j DROP').countedPackets(1)),
    answered(out),
    clientSeenAs(page, server),
    host.uplink.saw(fromMac(web.mac, echoRequest(web, server))),
    host.rule('filter', `INPUT -s ${web.address}/32 -j DROP`).countedPackets(0),
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
});

import {
  answered,
  conformance,
  container,
  documented,
  macvlan,
  echoReply,
  lanHost,
  succeeded,
  toMac,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/parent-down',
  title: 'a macvlan container starts while its parent interface is down, and is on the LAN once that is up',
  claim: documented('rn-28', '28.0', 'A container starts on a macvlan network whose parent interface is down.'),
  given: { lan: macvlan(), web: container({ on: 'lan', started: false }), server: lanHost() },
  when: async ({ web, server, host }) => {
    await host.setSysctl(`net.ipv6.conf.${host.uplink.name}.keep_addr_on_down`, '1');
    await host.sh(`ip link set ${host.uplink.name} down`);
    const started = await web.start();
    const down = await web.ping(server, { timeoutMs: 1000 });
    await host.sh(`ip link set ${host.uplink.name} up`);
    await host.linkState(host.uplink.name, 'UP');
    return { started, down, up: await web.ping(server) };
  },
  expect: ({ web, host, server }, { started, down, up }) => [
    succeeded(started),
    unanswered(down),
    answered(up),
    host.uplink.saw(toMac(web.mac, echoReply(server, web))),
  ],
  sabotage: withGiven({ web: container({ started: false }) }),
});

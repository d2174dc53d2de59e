import {
  addressIn,
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  lanHost,
  macvlan,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/host-by-shim',
  title: 'the docker host reaches a macvlan container through a macvlan interface of its own',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'A macvlan interface on the host with the same parent, and an address there, connects the host with the ' +
      'containers.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan' }), server: lanHost() },
  when: async ({ web, server, host }) => {
    const before = await host.ping(web, { timeoutMs: 1000 });
    const shim = addressIn(server.subnet, 100);
    await host.sh(`ip link add shim link ${host.uplink.name} type macvlan mode bridge`);
    await host.sh(`ip address add ${shim}/32 dev shim && ip link set shim up && ip route add ${web.address} dev shim`);
    const through = { there: await host.ping(web), back: await web.ping(shim) };
    await host.sh('ip link del shim');
    return { before, shim, through };
  },
  expect: ({ web }, { before, shim, through }) => [
    unanswered(before),
    answered(through.there),
    answered(through.back),
    web.eth0.saw(echoRequest(shim, web)),
    web.eth0.saw(echoReply(shim, web)),
  ],
  // In mode private the containers' interfaces hear no other of the parent's.
  sabotage: withGiven({ lan: macvlan({ mode: 'private' }) }),
});

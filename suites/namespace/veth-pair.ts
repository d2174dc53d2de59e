import { bridge, conformance, container, documented, echoReply, echoRequest, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/veth-pair',
  title: 'a container’s eth0 and a port of docker0 are the two ends of one veth pair',
  claim: documented(
    'notes',
    '2. Deep dive - network namespace',
    'A veth pair, a virtual cable, joins the container’s namespace to the bridge docker0.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => {
    const ping = await web.ping(host.docker0.gateway);
    const eth0 = (await web.links()).find((link) => link.name === 'eth0');
    // Interface numbers are counted anew in each namespace, so only both ends naming each other make a pair.
    const port = (await host.links()).find((link) => link.index === eth0?.peer && link.peer === eth0.index);
    return { ping, eth0, port };
  },
  expect: ({ web, host }, { eth0, port }) => [
    web.eth0.saw(echoRequest(web, host.docker0.gateway)), // recorded at the veth's end on the host
    web.eth0.saw(echoReply(host.docker0.gateway, web)),
    same('eth0 in the container is a', eth0?.type, 'veth'),
    that(
      'a veth of the host names eth0 as its other end, and eth0 names it',
      port?.type === 'veth',
      port ?? 'no such interface',
    ),
    same('that veth is a port of the bridge', port?.master, host.docker0.bridge.name),
  ],
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app' }) }),
});

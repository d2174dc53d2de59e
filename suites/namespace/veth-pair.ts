import { bridge, conformance, container, documented, echoReply, echoRequest, same, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/veth-pair',
  title: 'a container’s eth0 and a port of docker0 are the two ends of one veth pair',
  claim: documented(
    'notes',
    '2. Deep dive - network namespace',
    'A veth pair, a virtual cable, connects the container’s namespace to the bridge docker0.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => ({ ping: await web.ping(host.docker0.gateway), veths: await web.veths() }),
  expect: ({ web, host }, { veths }) => {
    const pair = veths.find(({ inside }) => inside.name === 'eth0');
    return [
      web.eth0.saw(echoRequest(web, host.docker0.gateway)), // recorded at the host end
      web.eth0.saw(echoReply(host.docker0.gateway, web)),
      same('eth0 in the container is a', pair?.inside.type, 'veth'),
      same('the host’s end of its pair is a', pair?.outside?.type, 'veth'),
      same('that end is a port of', pair?.outside?.master, host.docker0.bridge.name),
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app' }) }),
});

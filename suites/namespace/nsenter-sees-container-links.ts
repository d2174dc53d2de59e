import { answered, bridge, conformance, container, documented, echoRequest, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/nsenter-sees-container-links',
  title: 'nsenter with a container’s PID shows lo and eth0, with the container’s address on eth0',
  claim: documented(
    'tour',
    'Linux network namespaces enter the story',
    'nsenter with the container’s PID shows the links of its namespace: lo and the eth0 that the host does not list.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => ({
    addresses: await host.namespaces.enter(web.pid).addresses(),
    ping: await web.ping(host.docker0.gateway),
  }),
  expect: ({ web, host }, { addresses, ping }) => {
    const eth0 = addresses.find((each) => each.interface === 'eth0');
    return [
      same(
        'the interfaces with an address are',
        addresses.map((each) => each.interface),
        ['lo', 'eth0'],
      ),
      same('the address of eth0 is', eth0?.address, web.address),
      that('its prefix is that of docker0’s subnet', host.docker0.subnet.endsWith(`/${eth0?.prefix}`), eth0),
      answered(ping),
      web.eth0.saw(echoRequest(web, host.docker0.gateway)), // the same address on the wire
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ alsoOn: ['app'] }) }),
});

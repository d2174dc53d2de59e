import { answered, bridge, conformance, container, documented, echoRequest, same, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/nsenter-sees-container-links',
  title: 'entering a container’s network namespace by its PID shows lo and eth0, eth0 with the container’s address',
  claim: documented(
    'tour',
    'Linux network namespaces enter the story',
    'nsenter with the container’s PID shows the links of its own namespace: lo and the eth0 that the host does not list.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => ({
    entered: await host.sh(`nsenter -t ${web.pid} -n ip -4 -brief address`),
    ping: await web.ping(host.docker0.gateway),
  }),
  expect: ({ web, host }, { entered, ping }) => {
    const links = entered
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(/\s+/));
    return [
      same(
        'the links with an address are',
        links.map(([name = '']) => name.replace(/@.*/, '')),
        ['lo', 'eth0'],
      ),
      same(
        'the address of eth0 is',
        links.find(([name = '']) => name.startsWith('eth0@'))?.[2],
        `${web.address}/${host.docker0.subnet.split('/')[1] ?? ''}`,
      ),
      answered(ping),
      web.eth0.saw(echoRequest(web, host.docker0.gateway)), // the address that the wire shows too
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ alsoOn: ['app'] }) }),
});

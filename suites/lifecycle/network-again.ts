import { answered, bridge, conformance, container, documented, lanHost, shell, succeeded } from 'docknet';

export default conformance({
  id: 'lifecycle/network-again',
  title: 'a removed network’s bridge name and subnets are free for the next network',
  claim: documented('net-rm', 'Description', 'docker network rm removes a network; nothing of it is left in the way.'),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ host, client }) => {
    const green = (subnet: string) =>
      host.createNetwork(
        'green',
        { subnet, ipv6: 'fd00:d0c:5::/64' },
        { 'com.docker.network.bridge.name': 'br-green' },
      );
    const actions = [await green('10.30.61.0/24'), await host.removeNetwork('green')];
    actions.push(await green('10.30.61.0/24'), await host.removeNetwork('green'));
    actions.push(await green('10.30.62.0/24'), await host.removeNetwork('green'));
    return { actions, page: await client.get(host.ipv6, 8080) };
  },
  expect: (_, { actions, page }) => [...actions.map(succeeded), answered(page)],
  sabotage: () => shell('ip link add br-green type veth peer name br-peer'),
});

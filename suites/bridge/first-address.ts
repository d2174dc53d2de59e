import {
  addressIn,
  answered,
  conformance,
  container,
  different,
  documented,
  engine,
  isPrivate,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/first-address',
  title: 'docker0 takes the first address of a private subnet that the host does not use',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'When it starts, the engine finds an unused subnet and gives the default bridge its first address.',
  ),
  given: { web: container({ started: false }) },
  when: async ({ web, host }) => {
    const docker0 = async () => ({
      subnet: (await host.networks()).find(({ name }) => name === 'bridge')?.subnet ?? 'none',
      addresses: (await host.addresses()).filter((each) => each.interface === 'docker0').map(({ address }) => address),
    });
    const first = await docker0();
    await host.stopEngine();
    await host.deleteLink('docker0');
    await host.forgetNetworks();
    await host.addRoute(first.subnet, { interface: host.uplink.name }); // the subnet is in use now
    await host.startEngine();
    const second = await docker0();
    await web.start();
    return { first, second, ping: await web.ping(second.addresses[0] ?? 'none') };
  },
  expect: (_, { first, second, ping }) => [
    ...[first, second].flatMap(({ subnet, addresses }) => [
      that('docker0’s subnet is private', isPrivate(subnet), subnet),
      same('docker0 has the subnet’s first address alone,', addresses, [addressIn(subnet, 1)]),
    ]),
    different('the subnets before and after the first was routed elsewhere', first.subnet, second.subnet),
    answered(ping),
  ],
  sabotage: withGiven({ daemon: engine({ bip: '172.17.0.9/16' }) }), // a configured address, used or not
  needs: { bip: null },
  notOnHost: 'it stops the engine and removes docker0',
});

import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  same,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

const subnet = '10.30.3.0/24';

export default conformance({
  id: 'addressing/failed-network',
  title: 'the subnet of a network whose creation failed is free',
  claim: documented(
    'net-create',
    'Specify advanced options',
    'Only the subnets of networks that exist are taken: a failed creation takes none.',
  ),
  given: { app: bridge({}, { subnet: '10.30.2.0/24' }), web: container({ on: 'app' }) },
  when: async ({ app, web, host }) => {
    const links = await host.links();
    const failures = [
      // An address taken twice, and a bridge that another network has.
      await host.createNetwork('red', { subnet, gateway: '10.30.3.1', reserved: ['10.30.3.1'] }),
      await host.createNetwork('red', { subnet }, { 'com.docker.network.bridge.name': app.bridge.name }),
    ];
    const left = { links: await host.links(), network: await host.network('red') };
    const created = await host.createNetwork('red', { subnet, gateway: '10.30.3.1' });
    const network = await host.network('red');
    if (network !== null) await web.connect({ key: 'red', name: network.name });
    return { links, failures, left, created, subnet: network?.subnet, ping: await web.ping('10.30.3.1') };
  },
  expect: (_, { links, failures, left, created, subnet: taken, ping }) => [
    failed(failures[0] ?? created, 'already'),
    failed(failures[1] ?? created, 'same bridge name'),
    sameLinks('the failed creations leave no interface', links, left.links),
    same('nor a network:', left.network, null),
    succeeded(created),
    same('the network that is created then has', taken, subnet),
    answered(ping),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.0.0/16' }) }),
});

import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  journey,
  router,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const pool = (base: string) => engine({ 'default-address-pools': [{ base, size: 24 }] });
const [own, other] = ['10.99.3.130', '10.99.3.131'];

export default conformance({
  id: 'addressing/used-prefix-avoided',
  title: 'a new network keeps off the subnets in use on the host',
  claim: documented(
    'overview',
    'Automatic subnet allocation',
    'When the engine chooses a subnet, it avoids those that the host has addresses in.',
  ),
  given: { daemon: pool('10.99.0.0/16'), web: container(), neighbour: router() },
  when: async ({ web, host, neighbour }) => {
    const create = async (name: string) => {
      const created = await host.createNetwork(name);
      return { created, subnet: (await host.network(name))?.subnet };
    };
    const before = [await create('red'), await create('green')].map(({ subnet }) => subnet);
    await host.replaceAddresses(host.uplink.name, [`${host.address}/24`, `${host.secondaryAddress}/24`, `${own}/25`]);
    await neighbour.sh(`ip address add ${other}/25 dev ${neighbour.uplink.name}`);
    const { created, subnet } = await create('yellow');
    const name = (await host.network('yellow'))?.name;
    if (name !== undefined) await web.connect({ key: 'yellow', name });
    return { before, created, subnet, ping: await web.ping(other) };
  },
  expect: ({ web, host, neighbour }, { before, created, subnet, ping }) => [
    same('the first two networks have', before, ['10.99.1.0/24', '10.99.2.0/24']),
    succeeded(created),
    same('with an address of the host in the next block, the third has the one after it,', subnet, '10.99.4.0/24'),
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, other)], [host.uplink, echoRequest(own, other)]),
    neighbour.uplink.saw(echoRequest(own, other)),
  ],
  // There is no other block.
  sabotage: withGiven({ daemon: pool('10.99.0.0/22') }),
});

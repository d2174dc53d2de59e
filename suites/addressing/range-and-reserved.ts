import { answered, arpReply, bridge, conformance, container, documented, failed, same, withGiven } from 'docknet';

const app = { subnet: '10.30.1.0/24', range: '10.30.1.8/30', gateway: '10.30.1.1' };

export default conformance({
  id: 'addressing/range-and-reserved',
  title: 'containers get addresses of the ip-range without the reserved ones, and then none',
  claim: documented(
    'net-create',
    'Specify advanced options',
    'Containers get their addresses from --ip-range and never one of --aux-address; an address outside the range can ' +
      'be chosen with --ip.',
  ),
  given: {
    app: bridge({}, { ...app, reserved: ['10.30.1.9'] }),
    client: container({ on: 'app', ip: '10.30.1.200' }),
    web1: container({ on: 'app', started: false }),
    web2: container({ on: 'app', started: false }),
    web3: container({ on: 'app', started: false }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ client, web1, web2, web3, late }) => {
    await Promise.all([web1, web2, web3].map((web) => web.start()));
    const addresses = [web1, web2, web3].map(({ address }) => address).sort();
    const pings = await Promise.all([web1, web2, web3].map((web) => client.ping(web)));
    const full = await late.start();
    const freed = web2.address;
    await web2.remove();
    await late.start(); // the failed start keeps no address, and the removed container gives its own back
    return { addresses, full, freed, pings: [...pings, await client.ping(web1), await client.ping(web3)] };
  },
  expect: ({ client, web1, web3, late }, { addresses, full, freed, pings }) => [
    same('the three addresses are', addresses, ['10.30.1.10', '10.30.1.11', '10.30.1.8']),
    failed(full, 'no available IPv4 addresses'),
    same('the next container has the removed one’s address,', late.address, freed),
    ...pings.map(answered),
    ...[web1, web3].map((web) => client.eth0.saw(arpReply(web))),
    same('the chosen address is', client.address, '10.30.1.200'),
  ],
  sabotage: withGiven({ app: bridge({}, app) }),
});

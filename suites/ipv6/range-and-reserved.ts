import { answered, bridge, conformance, container, documented, failed, same, succeeded, withGiven } from 'docknet';

const ipv6 = { subnet: 'fd00:db8:23::/64', range: 'fd00:db8:23::8/126', gateway: 'fd00:db8:23::1' };
const subnet = '10.30.1.0/24';

export default conformance({
  id: 'ipv6/range-and-reserved',
  title: 'containers get IPv6 addresses of the ip-range without the reserved ones, and then none',
  claim: documented(
    'net-create',
    'Specify advanced options',
    'Containers get their addresses from --ip-range and never one of --aux-address, of either family; an address ' +
      'outside the range can be chosen with --ip6. A removed network gives its subnets back.',
  ),
  given: {
    app: bridge({}, { subnet, ipv6: { ...ipv6, reserved: ['fd00:db8:23::9'] } }),
    client: container({ on: 'app', ip6: 'fd00:db8:23::200' }),
    web1: container({ on: 'app', started: false }),
    web2: container({ on: 'app', started: false }),
    web3: container({ on: 'app', started: false }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ app, client, web1, web2, web3, late, host }) => {
    const webs = [web1, web2, web3];
    for (const web of webs) await web.start();
    const addresses = webs.map((web) => web.ipv6.address).sort();
    const pings = [await client.ping(web1.ipv6), await client.ping(web3.ipv6), await client.ping(app.ipv6.gateway)];
    const full = await late.start();
    const freed = web2.ipv6.address;
    await web2.remove();
    const actions = [await late.start()];
    const next = late.ipv6.address;
    for (const one of [client, web1, web3, late]) await one.remove();
    actions.push(await host.removeNetwork(app), await host.createNetwork('again', { subnet, ipv6 }));
    return { addresses, chosen: ipv6.gateway, pings, full, freed, next, actions };
  },
  expect: ({ app }, { addresses, pings, full, freed, next, actions }) => [
    same(
      'the three addresses are',
      addresses,
      ['8', 'a', 'b'].map((n) => `fd00:db8:23::${n}`),
    ),
    same('the gateway is', app.ipv6.gateway, ipv6.gateway),
    ...pings.map(answered),
    failed(full, 'no available IPv6 addresses'),
    same('the next container has the removed one’s address,', next, freed),
    ...actions.map(succeeded),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet, ipv6 }) }),
});

import { answered, bridge, conformance, container, documented, failed, sameLinks, succeeded, withGiven } from 'docknet';

const subnet = '10.30.4.0/24';

export default conformance({
  id: 'addressing/outside-refused',
  title: 'a network whose range, gateway or reserved address lies outside its subnet is refused, and leaves nothing',
  claim: documented('rn-25', '25.0', 'The addresses that a new network is given must lie in its subnet.'),
  given: { app: bridge({}, { subnet: '10.30.5.0/24' }), web: container({ on: 'app' }) },
  when: async ({ app, web, host }) => {
    const links = await host.links();
    const attempts = [
      await host.createNetwork('red', { subnet, range: '10.30.0.0/16' }),
      await host.createNetwork('red', { subnet, range: '10.30.5.0/28' }),
      await host.createNetwork('red', { subnet, gateway: '10.30.5.1' }),
      await host.createNetwork('red', { subnet, reserved: ['10.30.5.9'] }),
    ];
    const inside = { subnet, range: '10.30.4.128/25', gateway: '10.30.4.9', reserved: ['10.30.4.10'] };
    const left = await host.links();
    return {
      attempts,
      links,
      left,
      created: await host.createNetwork('red', inside),
      ping: await web.ping(app.gateway),
    };
  },
  expect: (_, { attempts, links, left, created, ping }) => [
    ...attempts.map((attempt) => failed(attempt)),
    sameLinks('no interface is left of them', links, left),
    succeeded(created),
    answered(ping),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.0.0/16' }) }),
  appliesTo: { engines: '>=25.0.0', because: 'before engine 25 these addresses are not checked' },
});

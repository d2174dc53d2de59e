import { answered, bridge, conformance, container, documented, failed, sameLinks, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/user-defined-only',
  title: 'docker0 takes neither addresses nor aliases that containers ask for, and a refused one leaves nothing',
  claim: documented(
    'bridge-page',
    'Differences between user-defined bridges and the default bridge',
    'Addresses of one’s own choice and network-scoped aliases are for user-defined networks.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.7.0/24' }),
    web: container(),
    fixed: container({ started: false, ip: '172.17.0.99' }),
    aliased: container({ started: false, aliases: ['store'] }),
    control: container({ on: 'app', started: false, ip: '10.30.7.99', aliases: ['store'] }),
  },
  when: async ({ web, fixed, aliased, control, host }) => {
    const links = await host.links();
    const attempts = [await fixed.start(), await aliased.start()];
    const left = await host.links();
    return { attempts, links, left, started: await control.start(), ping: await host.ping(web) };
  },
  expect: (_, { attempts, links, left, started, ping }) => [
    ...attempts.map((attempt) => failed(attempt, 'supported', 'networks')),
    sameLinks('no interface is left of them', links, left),
    succeeded(started),
    answered(ping),
  ],
  sabotage: withGiven({ fixed: container({ on: 'app', started: false, ip: '10.30.7.98' }) }),
});

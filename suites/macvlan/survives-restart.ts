import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromMac,
  lanHost,
  macvlan,
  none,
  same,
  succeeded,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/survives-restart',
  title: 'after the engine restarts, a macvlan container has its address on the LAN again',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'A macvlan network and its parent are kept; containers with a restart policy join it again.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan', restartAlways: true, serve: 80 }), server: lanHost() },
  when: async ({ web, server, host }) => {
    const before = { ping: await server.ping(web), address: web.address };
    const restarted = await host.restartEngine();
    const again = await web.waitRestarted();
    return { before, restarted, again, page: await server.get(web, 80), links: await host.links() };
  },
  expect: ({ web, server, host }, { before, restarted, again, page, links }) => [
    answered(before.ping),
    succeeded(restarted),
    succeeded(again),
    same('web has the address', web.address, before.address),
    clientSeenAs(page, server),
    host.uplink.saw(fromMac(web.mac, synAck(web, 80, server))),
    none(
      'no macvlan interface is left on the host',
      links.filter(({ type }) => type === 'macvlan'),
    ),
  ],
  sabotage: withGiven({ web: container({ restartAlways: true, serve: 80 }) }),
});

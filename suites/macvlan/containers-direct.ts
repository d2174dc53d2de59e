import {
  answered,
  anything,
  arpRequest,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  fromMac,
  lanHost,
  macvlan,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/containers-direct',
  title: 'two containers of a macvlan network reach each other, and the LAN carries nothing of it',
  claim: documented(
    'macvlan-page',
    'Bridge mode',
    'In bridge mode, the default, containers of the network exchange frames directly.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan' }), db: container({ on: 'lan', serve: 80 }), server: lanHost() },
  when: async ({ web, db, server }) => ({
    ping: await web.ping(db),
    page: await web.get(db, 80),
    control: await server.ping(web),
  }),
  expect: ({ web, db, server }, { ping, page, control }) => [
    answered(ping),
    clientSeenAs(page, web),
    db.eth0.saw(fromMac(web.mac, echoRequest(web, db))),
    web.eth0.saw(fromMac(db.mac, echoReply(db, web))),
    answered(control),
    server.eth0.saw(arpRequest(db, { from: web })), // a broadcast reaches the LAN
    server.eth0.neverSaw(anything({ from: web, to: db })),
    server.eth0.neverSaw(anything({ from: db, to: web })),
  ],
  sabotage: withGiven({ lan: macvlan({ mode: 'vepa' }) }),
});

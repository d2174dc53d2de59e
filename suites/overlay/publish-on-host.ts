import {
  anything,
  clientSeenAs,
  conformance,
  container,
  dockerHost,
  documented,
  lanHost,
  overlay,
  refused,
  reset,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'overlay/publish-on-host',
  title: 'a published port of an overlay network’s container is open on its own docker host, and not on the other',
  claim: documented('ports', 'Introduction', 'Publishing a port makes it available on the docker host’s addresses.'),
  given: {
    second: dockerHost(),
    net: overlay(),
    web: container({ on: 'net', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'net', runsOn: 'second' }),
    server: lanHost(),
  },
  when: async ({ second, web, db, server, host }) => ({
    own: await server.get(host, 8080),
    other: await server.get(second, 8080),
    inside: await db.get(web, 80),
  }),
  expect: ({ second, web, db, server, host }, { own, other, inside }) => [
    clientSeenAs(own, server),
    clientSeenAs(inside, db),
    web.eth0.saw(syn(db, web, 80)),
    refused(other),
    host.uplink.saw(synAck(host, 8080, server)),
    second.uplink.saw(reset(second, 8080, server)),
    web.eth0.neverSaw(anything({ from: server })), // it comes by docker_gwbridge
  ],
  sabotage: withGiven({ web: container({ on: 'net', serve: 80 }) }),
});

import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const briefly = { timeoutMs: 1000 };

export default conformance({
  id: 'gateway/icc-off-own-published',
  title: 'with icc off and without docker-proxy a network’s containers reach its published port at the host’s address',
  claim: documented(
    'ports',
    'Publishing ports',
    'A published port is reached at every address of the host, by containers of the same network too.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    app: bridge({ 'com.docker.network.bridge.enable_icc': 'false' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => ({
    fromLan: await client.get(host, 8080),
    fromHost: await host.get(host, 8080),
    neighbour: await db.get(host, 8080, briefly),
    own: await web.get(host, 8080, briefly),
    direct: await db.get(web, 80, { sourcePort: 40000, ...briefly }),
  }),
  expect: ({ app, web, db, host, client }, { fromLan, fromHost, neighbour, own, direct }) => [
    clientSeenAs(fromLan, client),
    clientSeenAs(fromHost, app.gateway),
    clientSeenAs(neighbour, db),
    db.eth0.saw(syn(db, host, 8080)),
    clientSeenAs(own, app.gateway),
    web.eth0.saw(syn(web, host, 8080)),
    timedOut(direct),
    db.eth0.saw(syn(db, web, 80)),
    web.eth0.sawTimes(1, syn(db, web, 80)), // the call to the host's address
  ],
  known: [
    {
      engines: '*',
      because:
        'the translated call would go back out of the bridge that it came from, where the rule for icc drops it: the ' +
        'neighbour’s, and the container’s own (moby #53713)',
      instead: ({ app, web, db, host, client }, { fromLan, fromHost, neighbour, own, direct }) => [
        clientSeenAs(fromLan, client),
        clientSeenAs(fromHost, app.gateway),
        ...[neighbour, own, direct].map(timedOut),
        db.eth0.saw(syn(db, host, 8080)),
        db.eth0.saw(syn(db, web, 80)),
        web.eth0.saw(syn(web, host, 8080)),
        web.eth0.neverSaw(syn(db, web, 80)),
        web.eth0.sawTimes(1, syn(app.gateway, web, 80)), // the host’s own call
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});

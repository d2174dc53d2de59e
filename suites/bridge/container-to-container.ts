import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/container-to-container',
  title: 'two containers on docker0 reach each other by address, untranslated',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'Containers on the default bridge reach each other by address.',
  ),
  given: { web: container(), db: container() },
  when: ({ web, db }) => web.ping(db),
  expect: ({ web, db, host }, ping) => [
    answered(ping),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]), // same source at both ends
    journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
    db.eth0.neverSaw(anything({ from: host.docker0.gateway, to: db })),
    host
      .rule({
        iptables: `nat POSTROUTING -s ${host.docker0.subnet} ! -o ${host.docker0.bridge.name} -j MASQUERADE`,
        nftables:
          `docker-bridges nat-postrouting-out__${host.docker0.bridge.name} oifname != ` +
          `${host.docker0.bridge.name} ip saddr ${host.docker0.subnet} masquerade`,
      })
      .countedFlows(0),
  ],
  sabotage: withGiven({ app: bridge(), db: container({ on: 'app' }) }),
  needs: { icc: true },
});

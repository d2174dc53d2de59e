import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  internalBridge,
  journey,
  lanHost,
  unanswered,
  withGiven,
} from 'docknet';

const given = (back = internalBridge()) => ({
  back,
  front: bridge(),
  web: container({ on: 'front', alsoOn: ['back'] }),
  mail: container({ on: 'back', alsoOn: ['front'] }),
  db: container({ on: 'back' }),
  server: lanHost(),
});

export default conformance({
  id: 'gateway/internal-beside',
  title: 'a container on an ordinary and an internal network leaves by the ordinary one and reaches both',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'A container can be on an internal network and on one with access to the outside: it leaves by the latter.',
  ),
  given: given(),
  when: async ({ web, mail, db, server }) => {
    const [first, second, inside, alike, cutOff] = await Promise.all([
      web.ping(server),
      mail.ping(server),
      web.ping(db),
      mail.ping(db),
      db.ping(server, { timeoutMs: 1000 }),
    ]);
    return { first, second, inside, alike, cutOff };
  },
  expect: ({ back, front, web, mail, db, host, server }, { first, second, inside, alike, cutOff }) => [
    answered(first),
    journey([front.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    answered(second),
    journey([front.bridge, echoRequest(mail.attachment(front), server)], [host.uplink, echoRequest(host, server)]),
    answered(inside),
    db.eth0.saw(echoRequest(web.attachment(back), db)),
    answered(alike),
    db.eth0.saw(echoRequest(mail, db)),
    unanswered(cutOff),
    host.uplink.sawTimes(2, echoRequest(host, server)),
    host.uplink.neverSaw(echoRequest(db, server)),
  ],
  sabotage: withGiven(given(bridge())),
});

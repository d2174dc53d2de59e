import {
  anything,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  same,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'none/no-traffic',
  title: 'no packet leaves a container on the none network',
  claim: documented('notes', '3.6. None network', 'Networking is disabled for the container.'),
  given: { db: container({ on: 'none' }), web: container(), server: lanHost(), control: lanHost() },
  when: async ({ db, web, server, control }) => ({ ping: await db.ping(server), fromWeb: await web.ping(control) }),
  expect: ({ host, web, server, control }, { ping }) => [
    unanswered(ping),
    same('the error in db is', ping.error, 'sendto: Network is unreachable'),
    host.docker0.bridge.saw(echoRequest(web, control)), // controls: web's ping passed these points
    host.docker0.bridge.neverSaw(anything({ to: server })),
    host.uplink.saw(echoRequest(host, control)),
    host.uplink.neverSaw(anything({ to: server })),
  ],
  sabotage: withGiven({ db: container() }),
  needs: { 'ip-masq': true },
});

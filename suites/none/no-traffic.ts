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
  title: 'nothing leaves a container on the none network',
  claim: documented('notes', '3.6. None network', 'The container’s networking is disabled.'),
  given: { alone: container({ on: 'none' }), web: container(), server: lanHost(), other: lanHost() },
  when: async ({ alone, web, server, other }) => ({ ping: await alone.ping(server), control: await web.ping(other) }),
  expect: ({ host, web, server, other }, { ping }) => [
    unanswered(ping),
    same('its own kernel refuses at once:', ping.error, 'sendto: Network is unreachable'),
    host.docker0.bridge.saw(echoRequest(web, other)), // the controls: web's ping to another host came by
    host.docker0.bridge.neverSaw(anything({ to: server })),
    host.uplink.saw(echoRequest(host, other)),
    host.uplink.neverSaw(anything({ to: server })),
  ],
  sabotage: withGiven({ alone: container() }),
});

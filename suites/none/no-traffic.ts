import {
  anything,
  conformance,
  container,
  documented,
  echoRequest,
  instead,
  outside,
  same,
  unanswered,
} from '../../src/check/index.js';

export default conformance({
  id: 'none/no-traffic',
  title: 'nothing leaves a container on the none network',
  claim: documented('notes', '3.6. None network', 'The container’s networking is disabled.'),
  given: { alone: container({ on: 'none' }), web: container(), server: outside(), other: outside() },
  when: async ({ alone, web, server, other }) => ({ ping: await alone.ping(server), control: await web.ping(other) }),
  then: ({ host, web, server, other }, { ping }) => [
    unanswered(ping),
    same('its own kernel refuses at once:', ping.complaint, 'sendto: Network is unreachable'),
    host.docker0.bridge.saw(echoRequest(web, other)), // the controls: web's ping to another host came by
    host.docker0.bridge.neverSaw(anything({ to: server })),
    host.uplink.saw(echoRequest(host, other)),
    host.uplink.neverSaw(anything({ to: server })),
  ],
  sabotage: instead({ alone: container() }),
});

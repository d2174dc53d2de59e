import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'isolation/published-port-across',
  title: 'a container reaches a port published on another bridge by the host’s address, through docker-proxy',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'Different bridge networks do not communicate: no packet of one enters the other, and a port published on the ' +
      'host is open to both.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    web: container({ on: 'blue', serve: 80, publish: ['8080:80'] }),
  },
  when: ({ redWeb, host }) => redWeb.get(host, 8080),
  expect: ({ red, blue, redWeb, web, host }, call) => [
    clientSeenAs(call, blue.gateway), // docker-proxy's connection
    red.bridge.saw(syn(redWeb, host, 8080)),
    red.bridge.saw(synAck(host, 8080, redWeb)),
    blue.bridge.saw(syn(blue.gateway, web, 80)),
    blue.bridge.saw(synAck(web, 80, blue.gateway)),
    blue.bridge.neverSaw(anything({ from: redWeb })),
    host.rule('nat', `DOCKER -i ${red.bridge.name} -j RETURN`).countedFlows(1), // not translated
  ],
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
});

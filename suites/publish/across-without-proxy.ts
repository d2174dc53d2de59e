import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  shell,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'publish/across-without-proxy',
  title: 'without docker-proxy containers reach, at the host’s address, ports that other networks’ containers publish',
  claim: documented(
    'rn-29',
    '29.0',
    'With userland-proxy off containers reach ports published on the host by containers of other networks.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    web: container({ on: 'blue', serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ redWeb, host, client }) => {
    const [own, fromLan, across] = await Promise.all([
      host.get(host, 8080),
      client.get(host, 8080),
      redWeb.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { own, fromLan, across };
  },
  expect: ({ red, blue, redWeb, web, host, client }, { own, fromLan, across }) => [
    answered(own),
    clientSeenAs(fromLan, client),
    journey([host.uplink, syn(client, host, 8080)], [blue.bridge, syn(client, web, 80)]),
    clientSeenAs(across, blue.gateway),
    journey(
      [redWeb.eth0, syn(redWeb, host, 8080)],
      [red.bridge, syn(redWeb, web, 80)],
      [blue.bridge, syn(blue.gateway, web, 80)],
    ),
  ],
  known: [
    {
      engines: '<29.0.0',
      because:
        'the call is translated to the container’s address, and dropped between the bridges as any other packet ' +
        '(until moby #49981)',
      instead: ({ red, blue, redWeb, web, host, client }, { own, fromLan, across }) => [
        answered(own),
        clientSeenAs(fromLan, client),
        journey([host.uplink, syn(client, host, 8080)], [blue.bridge, syn(client, web, 80)]),
        unanswered(across),
        journey([redWeb.eth0, syn(redWeb, host, 8080)], [red.bridge, syn(redWeb, web, 80)]),
        blue.bridge.neverSaw(syn(redWeb, web, 80)),
        blue.bridge.sawTimes(1, syn(blue.gateway, web, 80)), // the host's own call, none masqueraded
      ],
    },
  ],
  // Lets the call pass where it is dropped, and drops it where it passes.
  sabotage: ({ red, blue }) => {
    const [out, back] = [
      `-i ${red.bridge.name} -o ${blue.bridge.name}`,
      `-i ${blue.bridge.name} -o ${red.bridge.name}`,
    ];
    return shell(
      `if iptables -S DOCKER-ISOLATION-STAGE-1 > /dev/null 2>&1; then iptables -I FORWARD ${out} -j ACCEPT && ` +
        `iptables -I FORWARD ${back} -j ACCEPT; else iptables -I FORWARD ${out} -j DROP; fi`,
    );
  },
});

import { answered, bridge, conformance, container, documented, journey, shell, syn, timedOut } from 'docknet';

export default conformance({
  id: 'gateway/unprotected-not-across',
  title: 'other bridge networks do not reach a network in gateway mode nat-unprotected at the containers’ addresses',
  claim: documented(
    'ports',
    'Gateway modes',
    'From other bridge networks only ports published to the host are reached, at the host’s address.',
  ),
  given: {
    app: bridge({ 'com.docker.network.bridge.gateway_mode_ipv4': 'nat-unprotected' }),
    red: bridge(),
    web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    redWeb: container({ on: 'red' }),
  },
  when: async ({ web, redWeb, host }) => {
    const [published, fromHost, direct, unpublished] = await Promise.all([
      redWeb.get(host, 8080),
      host.get(web, 81),
      redWeb.get(web, 80, { timeoutMs: 1000 }),
      redWeb.get(web, 81, { timeoutMs: 1000 }),
    ]);
    return { published, fromHost, direct, unpublished };
  },
  expect: ({ app, red, web, redWeb }, { published, fromHost, direct, unpublished }) => [
    answered(published),
    app.bridge.saw(syn(app.gateway, web, 80)),
    answered(fromHost),
    timedOut(direct),
    red.bridge.saw(syn(redWeb, web, 80)),
    timedOut(unpublished),
    red.bridge.saw(syn(redWeb, web, 81)),
    app.bridge.neverSaw(syn(redWeb, web, 81)),
    app.bridge.sawTimes(1, syn(app.gateway, web, 81)), // the host's own call
  ],
  known: [
    {
      engines: '>=29.0.0',
      because: 'every port of a network in this mode is open to other bridge networks too (29.0 release notes)',
      instead: ({ app, red, web, redWeb }, { published, fromHost, direct, unpublished }) => [
        answered(published),
        answered(fromHost),
        answered(direct),
        answered(unpublished),
        journey([red.bridge, syn(redWeb, web, 81)], [app.bridge, syn(app.gateway, web, 81)]),
      ],
    },
  ],
  // Opens the way between the networks where it is closed, and closes it where it is open.
  sabotage: ({ app, red }) =>
    shell(
      `if iptables -S DOCKER-ISOLATION-STAGE-1 > /dev/null 2>&1; ` +
        `then iptables -I FORWARD -i ${red.bridge.name} -o ${app.bridge.name} -j ACCEPT; ` +
        `else iptables -I FORWARD -i ${red.bridge.name} -o ${app.bridge.name} -j DROP; fi`,
    ),
  appliesTo: { engines: '>=28.0.0', because: 'the mode nat-unprotected came with engine 28' },
});

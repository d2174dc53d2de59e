import { answered, bridge, conformance, container, documented, journey, syn, timedOut, withGiven } from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  red: bridge(),
  blue: bridge(),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
  redWeb: container({ on: 'red' }),
  blueWeb: container({ on: 'blue', serve: 80 }),
});

export default conformance({
  id: 'gateway/unprotected-across',
  title: 'containers of other networks reach every port of a network in gateway mode nat-unprotected',
  claim: documented(
    'rn-29',
    '29.0',
    'Containers of other networks can reach any port of a container of a network in mode nat-unprotected.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv4': 'nat-unprotected' }),
  when: async ({ web, redWeb, blueWeb, host }) => {
    const [fromHost, toWeb, published, unpublished, control] = await Promise.all([
      host.get(blueWeb, 80),
      host.get(web, 80),
      redWeb.get(web, 80, { timeoutMs: 3000 }),
      redWeb.get(web, 81, { timeoutMs: 3000 }),
      redWeb.get(blueWeb, 80, { timeoutMs: 1000 }),
    ]);
    return { fromHost, toWeb, published, unpublished, control };
  },
  expect: ({ app, red, blue, web, redWeb, blueWeb }, { fromHost, toWeb, published, unpublished, control }) => [
    answered(toWeb),
    answered(published),
    journey([red.bridge, syn(redWeb, web, 80)], [app.bridge, syn(app.gateway, web, 80)]),
    answered(unpublished),
    journey([red.bridge, syn(redWeb, web, 81)], [app.bridge, syn(app.gateway, web, 81)]),
    answered(fromHost),
    timedOut(control), // a network in mode nat
    redWeb.eth0.saw(syn(redWeb, blueWeb, 80)),
    blue.bridge.sawTimes(1, syn(blue.gateway, blueWeb, 80)), // the host's own call
  ],
  known: [
    {
      engines: '<29.0.0',
      because: 'isolation comes before the rules of the mode: only published ports are reached, at the host’s address',
      instead: ({ app, blue, web, redWeb, blueWeb }, { fromHost, toWeb, published, unpublished, control }) => [
        answered(toWeb),
        app.bridge.saw(syn(app.gateway, web, 80)),
        timedOut(published),
        redWeb.eth0.saw(syn(redWeb, web, 80)),
        timedOut(unpublished),
        redWeb.eth0.saw(syn(redWeb, web, 81)),
        app.bridge.neverSaw(syn(redWeb, web, 81)),
        app.bridge.neverSaw(syn(app.gateway, web, 81)),
        answered(fromHost),
        timedOut(control),
        blue.bridge.sawTimes(1, syn(blue.gateway, blueWeb, 80)),
      ],
    },
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=28.0.0', because: 'the mode nat-unprotected came with engine 28' },
});

import { answered, bridge, conformance, container, documented, journey, syn, timedOut, withGiven } from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  red: bridge(),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
  redWeb: container({ on: 'red' }),
});

export default conformance({
  id: 'gateway/routed-across',
  title: 'containers of other networks reach a published port of a network in gateway mode routed directly',
  claim: documented(
    'ports',
    'Gateway modes',
    'Published ports of a network in mode routed are reached from other bridge networks at the container’s address.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' }),
  when: async ({ web, redWeb, host }) => {
    const [open, fromHost, closed] = await Promise.all([
      redWeb.get(web, 80),
      host.get(web, 81),
      redWeb.get(web, 81, { timeoutMs: 1000 }),
    ]);
    return { open, fromHost, closed };
  },
  expect: ({ app, red, web, redWeb }, { open, fromHost, closed }) => [
    answered(open),
    journey([red.bridge, syn(redWeb, web, 80)], [app.bridge, syn(app.gateway, web, 80)]), // masqueraded by red's rule
    answered(fromHost), // web serves port 81, which is not published
    timedOut(closed),
    red.bridge.saw(syn(redWeb, web, 81)),
    app.bridge.neverSaw(syn(redWeb, web, 81)),
    app.bridge.sawTimes(1, syn(app.gateway, web, 81)), // the host's own call, none masqueraded
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});

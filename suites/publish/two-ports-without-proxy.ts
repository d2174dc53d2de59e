import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  failed,
  fromPort,
  journey,
  lanHost,
  notListening,
  refused,
  reset,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const web = (publish: readonly string[]) => container({ on: 'app', started: false, serve: 80, publish });

export default conformance({
  id: 'publish/two-ports-without-proxy',
  title: 'without docker-proxy two host ports lead to one container port, from the LAN, the host and the container',
  claim: documented(
    'run',
    '--publish',
    'Each --publish maps a port of the host to a port of the container: several may lead to the same one.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    app: bridge(),
    control: container({ on: 'app' }),
    web: web(['8080:80', '8081:80']),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const started = await web.start();
    const calls = async (port: number, sourcePort: number) => ({
      fromLan: await client.get(host, port, { sourcePort }),
      fromHost: await host.get(host, port),
      own: web.hasAddress ? [await web.get(host, port)] : [], // none if web did not start
    });
    const ports = [await calls(8080, 40000), await calls(8081, 40001)];
    return { started, ports, listeners: await host.listeners() };
  },
  expect: ({ app, web, host, client }, { started, ports, listeners }) => [
    succeeded(started),
    notListening(listeners, { program: 'docker-proxy' }),
    ...ports.flatMap(({ fromLan, fromHost, own }, n) => [
      clientSeenAs(fromLan, client),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client, host, 8080 + n))],
        [app.bridge, fromPort(40000 + n, syn(client, web, 80))],
      ),
      clientSeenAs(fromHost, app.gateway),
      ...own.map((call) => clientSeenAs(call, app.gateway)),
    ]),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'the second port’s MASQUERADE rule is the first one’s, and the engine refuses to add it again',
      instead: ({ host, client }, { started, ports }) => [
        failed(started, 'MASQ TO OWN PORT', 'rule exists'),
        ...ports.flatMap(({ fromLan, fromHost }, n) => [
          refused(fromLan),
          host.uplink.saw(reset(host, 8080 + n, client)),
          refused(fromHost),
        ]),
      ],
    },
  ],
  sabotage: withGiven({ web: web(['8080:80']) }),
  needs: { icc: true },
});

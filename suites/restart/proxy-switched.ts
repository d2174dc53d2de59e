import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  journey,
  lanHost,
  listening,
  localhost,
  notListening,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const proxy = { protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'docker-proxy' } as const;

export default conformance({
  id: 'restart/proxy-switched',
  title: 'an engine that is back with the other userland-proxy publishes at 127.0.0.1 and everywhere as before',
  claim: documented(
    'dockerd-man',
    '--userland-proxy',
    'The setting decides whether docker-proxy carries loopback traffic to published ports, or rules do.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const state = async (sourcePort: number) => ({
      address: web.address,
      local: await host.get(localhost, 8080, { sourcePort }),
      own: await web.get(host, 8080, { sourcePort }),
      page: await client.get(host, 8080, { sourcePort }),
      listeners: await host.listeners(),
    });
    const states = [await state(40000)];
    const actions = [await host.restartEngine({ 'userland-proxy': true }), await web.waitRestarted()];
    states.push(await state(40001));
    actions.push(await host.restartEngine(), await web.waitRestarted());
    return { actions, states: [...states, await state(40002)] };
  },
  expect: ({ host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ address, local, own, page, listeners }, n) => [
      clientSeenAs(local, host.docker0.gateway),
      clientSeenAs(own, host.docker0.gateway),
      clientSeenAs(page, client),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(40000 + n, syn(client, address, 80))],
      ),
      n === 1 ? listening(listeners, proxy) : notListening(listeners, { program: 'docker-proxy' }),
    ]),
    host.lo.saw(fromPort(40001, syn(localhost, localhost, 8080))), // to docker-proxy
    host.lo.neverSaw(fromPort(40000, syn(localhost, localhost, 8080))),
    host.lo.neverSaw(fromPort(40002, syn(localhost, localhost, 8080))),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  needs: { 'userland-proxy': true, 'live-restore': false, icc: true },
  notOnHost: 'it restarts the engine',
});

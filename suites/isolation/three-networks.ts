import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  lanHost,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const network = (n: number) => bridge({}, { ipv6: `fd00:d0c:${n}::/64` });
const server = (on: string, port: number) =>
  container({ on, serve: 80, alsoServe: [81], publish: [`${port}:80`], restartAlways: true });

export default conformance({
  id: 'isolation/three-networks',
  title:
    'each of three networks is masqueraded and shut but for published ports, also after another’s removal, a restart',
  claim: documented(
    'ports',
    'Direct routing',
    'With allow-direct-routing published ports are open at the container’s address, and no other. Every network’s ' +
      'outgoing packets are masqueraded.',
  ),
  given: {
    daemon: engine({ 'allow-direct-routing': true }),
    red: network(1),
    blue: network(2),
    green: network(3),
    redWeb: server('red', 8081),
    blueWeb: server('blue', 8082),
    greenWeb: server('green', 8083),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ red, blue, green, redWeb, blueWeb, greenWeb, host, client }) => {
    for (const { subnet, ipv6 } of [red, blue, green]) {
      await client.routeTo(subnet, host.address);
      await client.routeTo(ipv6.subnet, host.ipv6.address);
    }
    const webs = [redWeb, blueWeb, greenWeb] as const;
    const briefly = { timeoutMs: 1000 };
    const state = async () => ({
      open: await Promise.all(webs.map((web) => client.get(web, 80))),
      openIpv6: await Promise.all(webs.map((web) => client.get(web.ipv6, 80))),
      egress: await Promise.all(webs.flatMap((web) => [web.ping(client), web.ping(client.ipv6)])),
      shut: await Promise.all([
        ...webs.flatMap((web) => [client.get(web, 81, briefly), client.get(web.ipv6, 81, briefly)]),
        redWeb.get(blueWeb, 81, briefly),
        blueWeb.get(greenWeb, 81, briefly),
        greenWeb.get(redWeb.ipv6, 81, briefly),
      ]),
    });
    const states = [await state()];
    const actions = [await host.createNetwork('yellow'), await host.removeNetwork('yellow')];
    states.push(await state());
    actions.push(await host.restartEngine());
    for (const web of webs) actions.push(await web.waitRestarted());
    return { actions, states: [...states, await state()] };
  },
  expect: ({ red, blue, green, redWeb, blueWeb, greenWeb, host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ open, openIpv6, egress, shut }) => [
      ...open.map((call) => clientSeenAs(call, client)),
      ...openIpv6.map((call) => clientSeenAs(call, client.ipv6)),
      ...egress.map(answered),
      ...shut.map(timedOut),
    ]),
    host.uplink.sawTimes(9, echoRequest(host, client)), // masqueraded
    host.uplink.sawTimes(9, echoRequest(host.ipv6, client.ipv6)),
    ...(
      [
        [red, redWeb],
        [blue, blueWeb],
        [green, greenWeb],
      ] as const
    ).flatMap(([{ bridge: point }, web]) => [
      point.saw(syn(client, web, 80)),
      point.saw(syn(client.ipv6, web.ipv6, 80)),
      point.neverSaw(anything({ protocol: 'tcp', to: web, port: 81 })),
      point.neverSaw(anything({ protocol: 'tcp', from: client.ipv6, to: web.ipv6, port: 81 })),
    ]),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  needs: { 'live-restore': false },
  appliesTo: { engines: '>=28.2.0', because: 'the setting allow-direct-routing came with engine 28.2' },
  notOnHost: 'it restarts the engine',
});

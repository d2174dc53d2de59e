import {
  answered,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  refused,
  reset,
  same,
  syn,
} from 'docknet';

export default conformance({
  id: 'publish/ranges',
  title: 'equal ranges are published pair by pair; several containers share a range for one container port',
  claim: documented(
    'links',
    'Connect using network port mapping',
    'A range of host ports binds to a range of container ports, or to one container port; then a free port of the ' +
      'range is taken.',
  ),
  given: {
    web: container({ serve: 80, alsoServe: [81, 82], publish: ['7001-7003:80-82'] }),
    db: container({ serve: 80, publish: ['8000-8003:80'] }),
    mail: container({ serve: 80, publish: ['8000-8003:80'], started: false }), // after db, which takes the first port
    client: lanHost(),
  },
  when: async ({ db, mail, host, client }) => {
    await mail.start();
    const taken = [db.publishedPort('80/tcp'), mail.publishedPort('80/tcp')];
    const get = (ports: readonly number[]) => Promise.all(ports.map((port) => client.get(host, port)));
    return { taken, pairs: await get([7001, 7002, 7003]), shared: await get(taken), control: await get([7004, 8004]) };
  },
  expect: ({ web, db, mail, host, client }, { taken, pairs, shared, control }) => [
    ...pairs.map(answered),
    ...[0, 1, 2].map((n) =>
      journey([host.uplink, syn(client, host, 7001 + n)], [host.docker0.bridge, syn(client, web, 80 + n)]),
    ),
    same('the ports taken of the range are', [...taken].sort(), [8000, 8001]),
    ...shared.map(answered),
    journey([host.uplink, syn(client, host, taken[0] ?? 0)], [host.docker0.bridge, syn(client, db, 80)]),
    journey([host.uplink, syn(client, host, taken[1] ?? 0)], [host.docker0.bridge, syn(client, mail, 80)]),
    ...control.map(refused),
    host.uplink.saw(reset(host, 7004, client)),
    host.uplink.saw(reset(host, 8004, client)),
  ],
  // Leads the pairs' last port to the first one's service.
  sabotage: ({ web }) =>
    iptables(`-t nat -I PREROUTING -p tcp --dport 7003 -j DNAT --to-destination ${web.address}:80`),
});

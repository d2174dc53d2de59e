import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  lanHost,
  same,
  succeeded,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'publish/udp-flow-endings',
  title: 'UDP flows to each port of a container that crashed or was disconnected do not reach the next at its address',
  claim: documented(
    'moby',
    'Containers made anew (#8795, #44688, #44742)',
    'Starting a container ends the flows that conntrack holds for its address.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serveUdp: 5000, publish: ['4000:5000/udp', '4001:5000/udp'] }),
    db: container({ on: 'app', started: false, serveUdp: 5000, publish: ['4002:5000/udp', '4003:5000/udp'] }),
    late: container({ on: 'app', started: false, serveUdp: 5000, publish: ['4004:5000/udp'] }),
    client: lanHost(),
  },
  when: async ({ app, web, db, late, host, client }) => {
    const ask = (port: number, options = {}) => client.udpEcho(host, port, { sourcePort: 36_000 + port, ...options });
    const addresses = [web.address];
    const before = [await ask(4000), await ask(4001)];
    const actions = [await web.crash(), await db.start()];
    addresses.push(db.address);
    const stale = [await ask(4000, { timeoutMs: 1000 }), await ask(4001, { timeoutMs: 1000 })];
    before.push(await ask(4002), await ask(4003));
    actions.push(await db.disconnect(app), await late.start());
    addresses.push(late.address);
    stale.push(await ask(4002, { timeoutMs: 1000 }), await ask(4003, { timeoutMs: 1000 }));
    return { addresses, before, actions, stale, own: await ask(4004) };
  },
  expect: ({ app, host, client }, { addresses, before, actions, stale, own }) => [
    ...actions.map(succeeded),
    ...addresses.map((address) => same('each has web’s former address,', address, addresses[0])),
    ...[...before, own].map((answer) => clientSeenAs(answer, client)),
    ...stale.map(unanswered),
    ...[40_000, 40_001, 40_002, 40_003].flatMap((port) => {
      const datagram = fromPort(port, anything({ protocol: 'udp', from: client }));
      return [host.uplink.sawTimes(2, datagram), app.bridge.sawTimes(1, datagram)]; // the first one
    }),
  ],
  // Leads a port on as before.
  sabotage: ({ web }) =>
    iptables(`-t nat -I PREROUTING -p udp --dport 4001 -j DNAT --to-destination ${web.address}:5000`),
});

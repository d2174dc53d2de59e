import {
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  lanHost,
  same,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'publish/udp-flow-ends',
  title: 'a client’s UDP flow to a removed container does not reach the next one that has its address',
  claim: documented(
    'moby',
    'Containers made anew (#8795, #44688, #44742)',
    'Starting a container ends the flows that conntrack holds for its address.',
  ),
  given: {
    web: container({ serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ started: false, serveUdp: 5000, publish: ['4001:5000/udp'] }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const before = await client.udpEcho(host, 4000, { sourcePort: 40000 });
    const { address } = web;
    await web.remove();
    await db.start();
    return {
      address,
      before,
      stale: await client.udpEcho(host, 4000, { sourcePort: 40000, timeoutMs: 1000 }),
      own: await client.udpEcho(host, 4001, { sourcePort: 40001 }),
    };
  },
  expect: ({ db, host, client }, { address, before, stale, own }) => [
    clientSeenAs(before, client),
    same('db has web’s former address,', db.address, address),
    unanswered(stale),
    clientSeenAs(own, client),
    host.docker0.bridge.saw(fromPort(40001, anything({ protocol: 'udp', from: client, to: db }))),
    host.uplink.sawTimes(2, fromPort(40000, anything({ protocol: 'udp', from: client, to: host, port: 4000 }))),
    host.docker0.bridge.sawTimes(1, fromPort(40000, anything({ protocol: 'udp', from: client }))), // before
  ],
  // Leads the port on as before.
  sabotage: ({ web }) =>
    iptables(`-t nat -I PREROUTING -p udp --dport 4000 -j DNAT --to-destination ${web.address}:5000`),
});

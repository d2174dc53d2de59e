import {
  addressIn,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  nftables,
  refused,
  same,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'ipv6/udp-flows',
  title: 'over IPv6 a client’s UDP flows follow the containers: from before the start, and not past the removal',
  claim: documented(
    'moby',
    'Containers made anew (#8795, #44688, #44742)',
    'Starting a container ends the flows that conntrack holds for its UDP ports and for its address.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    other: container({ on: 'app' }),
    // Host and container ports are equal: from 29.5 on others are not found (upgrade/udp-flow-after-recreate).
    web: container({
      on: 'app',
      started: false,
      ip6: 'fd00:d0c:1::9',
      serveUdp: 5000,
      publish: ['4000:5000/udp', '[{ipv6}]:5000:5000/udp', '[{ipv6}]:6000:6000/udp'],
    }),
    db: container({ on: 'app', started: false, ip6: 'fd00:d0c:1::9', serveUdp: 5000, publish: ['4001:5000/udp'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, db, host, client }) => {
    const call = (port: number, timeoutMs = 5000) =>
      client.udpEcho(host.ipv6, port, { sourcePort: port + 35_000, timeoutMs });
    const early = [await call(5000), await call(6000)];
    await web.start();
    const address = web.ipv6.address;
    const begun = [await call(5000), await call(4000)];
    const second = await call(6000, 1000); // nothing listens there in web
    await web.remove();
    await db.start();
    return { address, early, begun, second, stale: await call(4000, 1000), own: await call(4001) };
  },
  expect: ({ app, db, host, client }, { address, early, begun, second, stale, own }) => {
    const flow = (port: number) => fromPort(port + 35_000, anything({ protocol: 'udp', from: client.ipv6 }));
    return [
      ...early.map(refused),
      ...begun.map((call) => clientSeenAs(call, client.ipv6)),
      refused(second),
      app.bridge.sawTimes(1, flow(5000)),
      app.bridge.sawTimes(1, flow(6000)),
      same('db has web’s former address,', db.ipv6.address, address),
      unanswered(stale),
      host.uplink.sawTimes(2, flow(4000)),
      app.bridge.sawTimes(1, flow(4000)), // before
      clientSeenAs(own, client.ipv6),
    ];
  },
  // Translates to an address that is no one's.
  sabotage: () =>
    nftables(
      'table ip6 wrong { chain pre { type nat hook prerouting priority -110; ' +
        `udp dport 4000-6000 dnat to [${addressIn('fd00:d0c:1::/64', 99)}]:5000; }; }`,
    ),
  appliesTo: { engines: '>=27.0.0', because: 'the setting ip6tables was experimental and off before engine 27' },
});

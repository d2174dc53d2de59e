import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromMac,
  linkLocal,
  neighbourSolicitation,
  shell,
} from 'docknet';

export default conformance({
  id: 'ipv6/address-at-once',
  title: 'a starting container has its IPv6 address at once, without asking whether another has it',
  claim: documented(
    'moby',
    'IPv6 addresses of a starting container (#18871)',
    'The engine hands out each address once, so the container’s kernel need not detect duplicates before it uses one.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:db8:26::/64' }),
    db: container({ on: 'app' }),
    web: container({ on: 'app', started: false }),
  },
  when: async ({ web, db }) => {
    await web.start();
    return web.ping(db.ipv6, { count: 20 }); // 100 ms apart: longer than the detection of the link-local address takes
  },
  expect: ({ app, web }, ping) => [
    answered(ping),
    app.bridge.saw(fromMac(web.mac, anything({ family: 6, from: web.ipv6 }))),
    app.bridge.saw(neighbourSolicitation(linkLocal(web.mac), { from: '::' })), // of this address the kernel asks
    app.bridge.neverSaw(neighbourSolicitation(web.ipv6, { from: '::' })),
  ],
  // Drops neighbour advertisements at the bridge's ports.
  sabotage: () =>
    shell(
      'nft add table bridge sabotage && nft add chain bridge sabotage ports "{ type filter hook prerouting ' +
        'priority -300; }" && nft add rule bridge sabotage ports icmpv6 type nd-neighbor-advert drop',
    ),
});

import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  iptables,
  lanHost,
  same,
  succeeded,
  syn,
  synAck,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'restart/docker-user-stays-first',
  title: 'DOCKER-USER comes before the engine’s chains after a further network and after a restart',
  about: 'rules',
  claim: documented(
    'moby-ipt',
    'new-daemon',
    'FORWARD jumps to DOCKER-USER before the engine’s other chains, whenever those are made.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
    blockedClient: lanHost(),
  },
  when: async ({ web, host, client, blockedClient }) => {
    const forward = async () => (await host.rules({ table: 'filter', chain: 'FORWARD' }))[0]?.text;
    const call = async () => [
      await client.get(host, 8080),
      await blockedClient.get(host, 8080, { sourcePort: 40000, timeoutMs: 500 }),
    ];
    await host.iptables(`-I DOCKER-USER -s ${blockedClient.address} -j DROP`);
    const firsts = [await forward()];
    const created = await host.createNetwork('green');
    firsts.push(await forward());
    await web.start();
    firsts.push(await forward());
    const before = await call();
    await web.remove();
    await host.restartEngine();
    firsts.push(await forward());
    await web.start();
    await host.createNetwork('yellow');
    firsts.push(await forward());
    return { created, firsts, calls: [...before, ...(await call())] };
  },
  expect: ({ host, client, blockedClient }, { created, firsts, calls }) => [
    succeeded(created),
    same(
      'FORWARD began with',
      firsts,
      Array.from({ length: 5 }, () => '-A FORWARD -j DOCKER-USER'),
    ),
    ...calls.map((call, n) => (n % 2 === 0 ? answered(call) : timedOut(call))),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.uplink.sawTimes(2, synAck(host, 8080, client)),
    host.uplink.neverSaw(synAck(host, 8080, blockedClient)),
  ],
  sabotage: ({ blockedClient }) =>
    iptables(`-t nat -I PREROUTING -s ${blockedClient.address} -p tcp --dport 8080 -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
  notOnHost: 'it restarts the engine',
});

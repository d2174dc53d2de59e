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
  that,
} from 'docknet';

export default conformance({
  id: 'publish/ephemeral',
  title: 'a port published without a host port gets one of ip_local_port_range, and two containers get different ones',
  claim: documented(
    'run',
    '--publish-all',
    'Without a host port the engine takes one from the range that ip_local_port_range sets, and says which.',
  ),
  given: {
    web: container({ serve: 80, publish: ['80'] }),
    db: container({ serve: 80, publish: ['80'] }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const [port, other] = [web.publishedPort('80/tcp'), db.publishedPort('80/tcp')];
    const beside = Math.max(port, other) + 1;
    const range = (await host.sysctl('net.ipv4.ip_local_port_range')).split(/\s+/).map(Number);
    const [page, otherPage, control] = await Promise.all([
      client.get(host, port),
      client.get(host, other),
      client.get(host, beside),
    ]);
    return { port, other, beside, range, page, otherPage, control };
  },
  expect: ({ web, db, host, client }, { port, other, beside, range, page, otherPage, control }) => [
    that(
      'both ports lie in ip_local_port_range',
      [port, other].every((one) => one >= (range[0] ?? Infinity) && one <= (range[1] ?? 0)),
      { port, other, range },
    ),
    same('the containers have as many ports as they are', new Set([port, other]).size, 2),
    answered(page),
    answered(otherPage),
    journey([host.uplink, syn(client, host, port)], [host.docker0.bridge, syn(client, web, 80)]),
    journey([host.uplink, syn(client, host, other)], [host.docker0.bridge, syn(client, db, 80)]),
    refused(control),
    host.uplink.saw(reset(host, beside, client)),
  ],
  // Translates to the host itself before Docker's rule: docker-proxy answers.
  sabotage: ({ host }) => iptables(`-t nat -I PREROUTING -i ${host.uplink.name} -p tcp -j REDIRECT`),
});

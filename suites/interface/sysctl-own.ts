import { answered, bridge, conformance, container, documented, lanHost, same, succeeded, withGiven } from 'docknet';

const ttl = 'net.ipv4.ip_default_ttl';

export default conformance({
  id: 'interface/sysctl-own',
  title: 'a setting of a container’s network namespace is that container’s alone, and is there again after a restart',
  claim: documented('run', '--sysctl', 'A container can be given kernel settings of its own network namespace.'),
  given: {
    app: bridge(),
    web: container({ on: 'app', sysctls: { [ttl]: '99' } }),
    db: container({ on: 'app' }),
    server: lanHost(),
  },
  when: async ({ web, db, server }) => {
    const settings = async () =>
      (await Promise.all([web, db].map((each) => each.read('/proc/sys/net/ipv4/ip_default_ttl')))).map(Number);
    const state = async () => ({
      settings: await settings(),
      ping: await db.ping(web),
      outward: await web.ping(server),
    });
    const first = await state();
    const restarted = await web.restart();
    return { restarted, states: [first, await state()] };
  },
  expect: (_, { restarted, states }) => [
    succeeded(restarted),
    ...states.flatMap(({ settings, ping, outward }) => [
      same('web and db send with TTL', settings, [99, 64]),
      answered(outward),
      same('web’s answer has TTL', ping.ttl, 99),
    ]),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});

import { answered, bridge, conformance, container, documented, same, succeeded, withGiven } from 'docknet';

const port = 'net.ipv4.ip_unprivileged_port_start';
const range = 'net.ipv4.ping_group_range';

export default conformance({
  id: 'interface/unprivileged',
  title: 'in a container processes without privileges may use any port and send pings, unless --sysctl forbids it',
  claim: documented(
    'moby',
    'Ports and pings without privileges (#41030)',
    'The engine sets ip_unprivileged_port_start to 0 and ping_group_range to all groups in each container; values ' +
      'given with --sysctl take precedence.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app' }),
    plain: container(),
    control: container({ on: 'app', sysctls: { [port]: '1000' } }),
    db: container({ on: 'app', sysctls: { [range]: '1 0' } }),
  },
  when: async ({ web, plain, control, db }) => {
    const read = async (of: typeof web) =>
      (await Promise.all([port, range].map((name) => of.read(`/proc/sys/${name.replaceAll('.', '/')}`)))).map((value) =>
        value.trim().replaceAll('\t', ' '),
      );
    const state = async () => [await read(web), await read(plain), await read(control), await read(db)];
    const before = await state();
    const restarted = [await web.restart(), await control.restart()];
    return { states: [before, await state()], restarted, ping: await web.ping(control) };
  },
  expect: (_, { states, restarted, ping }) => [
    ...restarted.map(succeeded),
    ...states.map((state) =>
      same('the settings of web, of plain, and of two containers with settings of their own are', state, [
        ['0', '0 2147483647'],
        ['0', '0 2147483647'],
        ['1000', '0 2147483647'],
        ['0', '1 0'],
      ]),
    ),
    answered(ping),
  ],
  sabotage: withGiven({ web: container({ on: 'app', sysctls: { [port]: '1024' } }) }),
});

import { answered, conformance, container, documented, engine, lanHost, same, withGiven } from 'docknet';

const daemon = (range: string, reserved: string) =>
  engine({}, { 'net.ipv4.ip_local_port_range': range, 'net.ipv4.ip_local_reserved_ports': reserved });

export default conformance({
  id: 'publish/drawn-ports',
  title: 'a port that the engine chooses is none that the host reserves, and the same one for every host address',
  claim: documented(
    'moby',
    'Reserved ports are skipped (29 release notes)',
    'Ports in ip_local_reserved_ports are not chosen. IPv4 and IPv6 get one number.',
  ),
  given: {
    daemon: daemon('40000 40003', '40000-40001'),
    web: container({ serve: 80, alsoServe: [81], publish: ['80', '81'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const ports = [web.publishedPort('80/tcp'), web.publishedPort('81/tcp')];
    return { ports, pages: await Promise.all(ports.map((port) => client.get(host, port))) };
  },
  expect: ({ web }, { ports, pages }) => [
    same('the ports are', [...ports].sort(), [40002, 40003]),
    ...sameForAll(web, ports),
    ...pages.map(answered),
  ],
  known: [
    {
      engines: '<29.6.0',
      because: 'the engine does not look at ip_local_reserved_ports (until 29.6)',
      instead: ({ web }, { ports, pages }) => [
        same('the ports are', [...ports].sort(), [40000, 40001]),
        ...sameForAll(web, ports),
        ...pages.map(answered),
      ],
    },
  ],
  sabotage: withGiven({ daemon: daemon('40001 40004', '40002') }),
});

/** Expects that a port is published under one number, at every address. */
const sameForAll = (web: { readonly ports: Readonly<Record<string, readonly string[]>> }, ports: readonly number[]) =>
  ['80/tcp', '81/tcp'].map((port, n) =>
    same(`${port} is published with the ports`, portsOf(web.ports[port] ?? []), [ports[n]]),
  );

/** Returns the different ports of bindings like "0.0.0.0:40000" and "[::]:40000". */
const portsOf = (bindings: readonly string[]) => [
  ...new Set(bindings.map((binding) => Number(binding.slice(binding.lastIndexOf(':') + 1)))),
];

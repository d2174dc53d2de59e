import { bridge, conformance, container, documented, resolved, tablesOf, that, withGiven } from 'docknet';

export default conformance({
  id: 'dns/redirect-rules',
  title: 'inside the container iptables leads 127.0.0.11:53 to the ports of the engine’s resolver',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'Queries to port 53 are redirected to the two random ports, TCP and UDP, on which the engine listens in the container.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }) },
  when: async ({ web }) => {
    const listeners = await web.listeners();
    const port = (protocol: string) =>
      listeners
        .find((socket) => socket.startsWith(`${protocol} 127.0.0.11:`))
        ?.split(':')
        .at(-1) ?? 'none';
    const before = await web.firewall();
    const lookup = await web.lookup(web.name);
    return { listeners, tcp: port('tcp'), udp: port('udp'), before, lookup, after: await web.firewall() };
  },
  expect: ({ web }, { listeners, tcp, udp, before, lookup, after }) => {
    const tables = tablesOf('web', before, after);
    return [
      resolved(lookup, web),
      that('nothing in web listens on port 53', !listeners.some((socket) => socket.endsWith(':53')), listeners),
      tables.rule('nat', 'OUTPUT -d 127.0.0.11 -j DOCKER_OUTPUT').matched(),
      tables
        .rule('nat', `DOCKER_OUTPUT -d 127.0.0.11 -p udp --dport 53 -j DNAT --to-destination 127.0.0.11:${udp}`)
        .matched(), // by the lookup
      tables
        .rule('nat', `DOCKER_OUTPUT -d 127.0.0.11 -p tcp --dport 53 -j DNAT --to-destination 127.0.0.11:${tcp}`)
        .present(),
      tables.rule('nat', `DOCKER_POSTROUTING -s 127.0.0.11 -p udp --sport ${udp} -j SNAT --to-source :53`).present(),
      tables.rule('nat', `DOCKER_POSTROUTING -s 127.0.0.11 -p tcp --sport ${tcp} -j SNAT --to-source :53`).present(),
    ];
  },
  sabotage: withGiven({ web: container() }),
});

import {
  bridge,
  conformance,
  container,
  documented,
  firewallOf,
  listeningPort,
  notListening,
  resolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/redirect-rules',
  title: 'iptables in the container redirects 127.0.0.11:53 to the ports of the engine’s resolver',
  about: 'rules',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'Queries to port 53 are redirected to the random TCP and UDP ports on which the engine listens in the container.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }) },
  when: async ({ web }) => {
    const [listeners, before] = [await web.listeners(), await web.firewall()];
    const lookup = await web.lookup(web.name);
    return { listeners, before, lookup, after: await web.firewall() };
  },
  expect: ({ web }, { listeners, before, lookup, after }) => {
    const firewall = firewallOf(before, after);
    const tcp = listeningPort(listeners, { protocol: 'tcp', address: '127.0.0.11' });
    const udp = listeningPort(listeners, { protocol: 'udp', address: '127.0.0.11' });
    return [
      resolved(lookup, web),
      notListening(listeners, { port: 53 }),
      firewall.rule('nat', 'OUTPUT -d 127.0.0.11 -j DOCKER_OUTPUT').matched(),
      firewall
        .rule('nat', `DOCKER_OUTPUT -d 127.0.0.11 -p udp --dport 53 -j DNAT --to-destination 127.0.0.11:${udp}`)
        .matched(), // the lookup
      firewall
        .rule('nat', `DOCKER_OUTPUT -d 127.0.0.11 -p tcp --dport 53 -j DNAT --to-destination 127.0.0.11:${tcp}`)
        .present(),
      firewall.rule('nat', `DOCKER_POSTROUTING -s 127.0.0.11 -p udp --sport ${udp} -j SNAT --to-source :53`).present(),
      firewall.rule('nat', `DOCKER_POSTROUTING -s 127.0.0.11 -p tcp --sport ${tcp} -j SNAT --to-source :53`).present(),
    ];
  },
  sabotage: withGiven({ web: container() }),
});

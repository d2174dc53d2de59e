import { answered, clientSeenAs, conformance, container, documented, iptables, syn, synAck } from 'docknet';

export default conformance({
  id: 'host/masquerade-on-loopback',
  title: 'POSTROUTING’s MASQUERADE rule gives a loopback request to a host-network container its source',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'The request to localhost is masqueraded by POSTROUTING’s rule for the container subnet to the address of the loopback interface.',
  ),
  given: { web: container({ on: 'host', serve: 8088 }) },
  when: ({ host }) => host.get('127.0.0.1', 8088),
  expect: ({ host }, call) => [
    answered(call),
    clientSeenAs(call, '127.0.0.1'),
    host
      .rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o ${host.docker0.bridge.name} -j MASQUERADE`)
      .countedFlows(1),
  ],
  sabotage: ({ host }) =>
    iptables(`-t nat -I POSTROUTING -o lo -p tcp --dport 8088 -j SNAT --to-source ${host.address}`),
  known: [
    {
      engines: '*',
      because:
        'the rule is for the container subnet, and the request comes from 127.0.0.1 to begin with: it needs no translation and gets none',
      instead: ({ host }, call) => [
        answered(call),
        clientSeenAs(call, '127.0.0.1'),
        host.lo.saw(syn('127.0.0.1', '127.0.0.1', 8088)), // after POSTROUTING, before the server
        host.lo.saw(synAck('127.0.0.1', 8088, '127.0.0.1')),
        host
          .rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o ${host.docker0.bridge.name} -j MASQUERADE`)
          .countedFlows(0),
      ],
    },
  ],
});

import { answered, clientSeenAs, conformance, container, documented, iptables, localhost, syn, synAck } from 'docknet';

export default conformance({
  id: 'host/masquerade-on-loopback',
  title: 'POSTROUTING masquerades a loopback request to a host-network container',
  about: 'rules',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'POSTROUTING’s rule for the container subnet masquerades the request to localhost to the loopback interface’s ' +
      'address.',
  ),
  given: { web: container({ on: 'host', serve: 8088 }) },
  when: ({ host }) => host.get(localhost, 8088),
  expect: ({ host }, call) => [
    answered(call),
    clientSeenAs(call, localhost),
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
        'the rule matches the container subnet, and the request comes from 127.0.0.1: it needs no translation and ' +
        'gets none',
      instead: ({ host }, call) => [
        answered(call),
        clientSeenAs(call, localhost),
        host.lo.saw(syn(localhost, localhost, 8088)), // after POSTROUTING, before the server
        host.lo.saw(synAck(localhost, 8088, localhost)),
        host
          .rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o ${host.docker0.bridge.name} -j MASQUERADE`)
          .countedFlows(0),
      ],
    },
  ],
  needs: { 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat POSTROUTING' },
});

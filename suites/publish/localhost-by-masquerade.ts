import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  localhost,
  syn,
  synAck,
  withGiven,
  type Container,
  type Host,
} from 'docknet';

const hairpin = (host: Host, web: Container) =>
  host.rule('nat', `POSTROUTING -s ${web.address}/32 -d ${web.address}/32 -p tcp --dport 80 -j MASQUERADE`);
const byProxy = (host: Host, web: Container) => [
  host.lo.saw(synAck(localhost, 8080, localhost)),
  // docker-proxy's connection, from the outgoing interface's address
  host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
];

export default conformance({
  id: 'publish/localhost-by-masquerade',
  title: 'the container’s MASQUERADE rule translates the source of a call to a published port on 127.0.0.1',
  about: 'rules',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'The POSTROUTING rule for the container’s address and port masquerades a request to localhost, so it appears ' +
      'on docker0 with the bridge’s address.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }) },
  when: ({ host }) => host.get(localhost, 8080),
  expect: ({ web, host }, call) => [
    answered(call),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    hairpin(host, web).countedFlows(1),
  ],
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
  known: [
    {
      engines: '<28.0.0',
      because:
        'the rule matches packets from the container itself; docker-proxy carries the call, over a connection ' +
        'from the bridge’s address',
      instead: ({ web, host }, call) => [
        clientSeenAs(call, host.docker0.gateway),
        ...byProxy(host, web),
        hairpin(host, web).countedFlows(0),
      ],
    },
    {
      engines: '>=28.0.0',
      because:
        'with docker-proxy there is no such rule (moby #48854); the proxy’s connection comes from the bridge’s address',
      instead: ({ web, host }, call) => [
        clientSeenAs(call, host.docker0.gateway),
        ...byProxy(host, web),
        hairpin(host, web).absent(),
      ],
    },
  ],
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat POSTROUTING' },
});

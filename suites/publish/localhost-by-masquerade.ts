import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  syn,
  synAck,
  withGiven,
  type Container,
  type Host,
} from 'docknet';

const localhost = '127.0.0.1';
const hairpin = (host: Host, web: Container) =>
  host.rule('nat', `POSTROUTING -s ${web.address}/32 -d ${web.address}/32 -p tcp --dport 80 -j MASQUERADE`);
const byProxy = (host: Host, web: Container) => [
  host.lo.saw(synAck(localhost, 8080, localhost)),
  host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // docker-proxy's own connection, with the address of the interface it leaves by
];

export default conformance({
  id: 'publish/localhost-by-masquerade',
  title: 'a call to a published port on 127.0.0.1 has its source translated by the container’s MASQUERADE rule',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'The POSTROUTING rule for the container’s address and port masquerades a request to localhost, which is how it comes to docker0 with the bridge’s address.',
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
        'the rule is for what comes from the container itself; the call is carried by docker-proxy, whose connection has the bridge’s address from the start',
      instead: ({ web, host }, call) => [
        clientSeenAs(call, host.docker0.gateway),
        ...byProxy(host, web),
        hairpin(host, web).countedFlows(0),
      ],
    },
    {
      engines: '>=28.0.0',
      because:
        'there is no such rule beside docker-proxy (moby #48854), whose connection has the bridge’s address from the start',
      instead: ({ web, host }, call) => [
        clientSeenAs(call, host.docker0.gateway),
        ...byProxy(host, web),
        hairpin(host, web).absent(),
      ],
    },
  ],
});

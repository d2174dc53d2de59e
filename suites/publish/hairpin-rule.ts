import {
  answered,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  syn,
  withGiven,
  type Container,
  type Host,
} from 'docknet';

const hairpin = (host: Host, web: Container) =>
  host.rule('nat', `POSTROUTING -s ${web.address}/32 -d ${web.address}/32 -p tcp --dport 80 -j MASQUERADE`);

export default conformance({
  id: 'publish/hairpin-rule',
  title: 'publishing a port adds a MASQUERADE rule from the container to itself',
  about: 'rules',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'For a published port nat POSTROUTING has a MASQUERADE rule from the container’s address to the same address ' +
      'and its port.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: ({ host, client }) => client.get(host, 8080),
  expect: ({ web, host, client }, call) => [
    answered(call),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    hairpin(host, web).present(),
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
  known: [
    {
      engines: '>=28.0.0',
      because:
        'the engine adds the rule only without docker-proxy, since only then a container’s call to its own ' +
        'published port comes back to it translated (moby #48854)',
      instead: ({ web, host, client }, call) => [
        answered(call),
        journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        hairpin(host, web).absent(),
      ],
    },
  ],
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat POSTROUTING' },
});

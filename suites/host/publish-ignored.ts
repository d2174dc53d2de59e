import {
  aboutRules,
  answered,
  conformance,
  container,
  documented,
  lanHost,
  none,
  notListening,
  refused,
  reset,
  same,
  syn,
  synAck,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'host/publish-ignored',
  title: 'a port published by a host-network container stays closed',
  claim: documented('notes', '3.5. Host network', 'Port mapping has no effect on the host network.'),
  given: { web: container({ on: 'host', serve: 8088, publish: ['9099:8088'] }), client: lanHost() },
  when: async ({ web, client, host }) => ({
    own: await client.get(host, 8088),
    published: await client.get(host, 9099),
    listeners: await host.listeners(),
    warnings: web.warnings,
    rules: await host.rules({ containing: '9099' }),
  }),
  expect: ({ web, client, host }, { own, published, listeners, warnings, rules }) => [
    answered(own), // web serves on its own port
    host.uplink.saw(synAck(host, 8088, client)),
    refused(published),
    host.uplink.saw(syn(client, host, 9099)),
    host.uplink.saw(reset(host, 9099, client)),
    notListening(listeners, { port: 9099 }),
    aboutRules(none('no rule of the firewall mentions port 9099', rules)),
    that(
      'the engine warns that published ports are discarded',
      warnings.some((text) => text.includes('discarded')),
      warnings,
    ),
    same('the engine lists web’s published ports as', web.ports, {}),
  ],
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['9099:8088'] }) }),
});

import {
  aboutRules,
  answered,
  conformance,
  container,
  documented,
  lanHost,
  localhost,
  none,
  notListening,
  refused,
  reset,
  same,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'none/publish-ignored',
  title: 'a port published by a container on the none network stays closed',
  claim: documented('notes', '3.6. None network', 'Port mapping has no effect on the none network.'),
  given: { web: container({ on: 'none', serve: 80, publish: ['9099:80'] }), client: lanHost() },
  when: async ({ web, client, host }) => {
    const [own, published] = await Promise.all([web.get(localhost, 80), client.get(host, 9099)]);
    const rules = await host.rules({ containing: '9099' });
    return { own, published, rules, listeners: await host.listeners() };
  },
  expect: ({ web, client, host }, { own, published, rules, listeners }) => [
    answered(own), // web serves on its own loopback
    refused(published),
    host.uplink.saw(syn(client, host, 9099)),
    host.uplink.saw(reset(host, 9099, client)),
    notListening(listeners, { port: 9099 }),
    aboutRules(none('no rule of the firewall mentions port 9099', rules)),
    same('the engine lists web’s published ports as', web.ports, {}),
  ],
  sabotage: withGiven({ web: container({ serve: 80, publish: ['9099:80'] }) }),
});

import {
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
  withGiven,
} from 'docknet';

export default conformance({
  id: 'none/publish-ignored',
  title: 'a port published by a container on the none network stays closed',
  claim: documented('notes', '3.6. None network', 'Port mapping has no effect on the none network.'),
  given: { alone: container({ on: 'none', serve: 80, publish: ['9099:80'] }), client: lanHost() },
  when: async ({ alone, client, host }) => {
    const [own, published] = await Promise.all([alone.get('127.0.0.1', 80), client.get(host, 9099)]);
    const rules = await host.rules({ containing: '9099' });
    return { own, published, rules, listeners: await host.listeners() };
  },
  expect: ({ alone, client, host }, { own, published, rules, listeners }) => [
    answered(own), // the server is there, for itself alone
    refused(published),
    host.uplink.saw(syn(client, host, 9099)),
    host.uplink.saw(reset(host, 9099, client)),
    notListening(listeners, { port: 9099 }),
    none('no rule of the firewall mentions port 9099', rules),
    same('the engine says that alone’s published ports are', alone.ports, {}),
  ],
  sabotage: withGiven({ alone: container({ serve: 80, publish: ['9099:80'] }) }),
});

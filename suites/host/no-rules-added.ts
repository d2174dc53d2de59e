import { answered, conformance, container, documented, localhost, sameRules, syn, withGiven } from 'docknet';

export default conformance({
  id: 'host/no-rules-added',
  title: 'starting a host-network container adds no rule to the firewall',
  about: 'rules',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'The engine adds neither a MASQUERADE rule for the container’s address nor a DNAT rule for its port.',
  ),
  given: { web: container({ on: 'host', serve: 8088, started: false }) },
  when: async ({ web, host }) => {
    const before = await host.rules();
    await web.start();
    return { before, after: await host.rules(), call: await host.get(localhost, 8088) };
  },
  expect: ({ host }, { before, after, call }) => [
    answered(call), // the port is open without a rule
    host.lo.saw(syn(localhost, localhost, 8088)),
    sameRules('starting web changes no rule', before, after),
  ],
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['8088:8088'], started: false }) }),
  notOnHost: 'others may change the machine’s firewall at the same time',
});

import {
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  lanHost,
  localhost,
  sameRules,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/udp-port-taken',
  title: 'a container whose UDP port a process of the host holds does not start, and takes nothing from it',
  claim: documented('rn-29', '29.0', 'The engine binds no UDP port that a process of the host has bound.'),
  given: {
    agent: container({ on: 'host', serveUdp: 4000 }), // at every address
    web: container({ started: false, serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ started: false, serveUdp: 5000, publish: [`${localhost}:4000:5000/udp`] }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const rules = await host.ruleset();
    const attempts = [await web.start(), await db.start()];
    return {
      attempts,
      rules,
      after: await host.ruleset(),
      answer: await client.udpEcho(host, 4000),
      local: await host.udpEcho(localhost, 4000),
    };
  },
  expect: ({ client }, { attempts, rules, after, answer, local }) => [
    ...attempts.map((attempt) => failed(attempt, 'in use')),
    sameRules('the failed starts leave no rule', rules, after),
    clientSeenAs(answer, client),
    clientSeenAs(local, localhost),
  ],
  sabotage: withGiven({ agent: container({ on: 'host', serveUdp: 4001 }) }),
});

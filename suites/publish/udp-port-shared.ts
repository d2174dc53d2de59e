import {
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  lanHost,
  listening,
  localhost,
  sameRules,
  succeeded,
  withGiven,
} from 'docknet';

const agentSocket = { protocol: 'udp', address: '0.0.0.0', port: 4000, program: 'perl' } as const;

export default conformance({
  id: 'publish/udp-port-shared',
  title: 'a container’s UDP port is not bound beside a process of the host that would share it (SO_REUSEADDR)',
  claim: documented('rn-29', '29.0', 'The engine and another process of the host never bind the same UDP port.'),
  given: {
    agent: container({ on: 'host', serveUdp: 4000, reuseAddress: true }),
    second: container({ on: 'host', serveUdp: 4001, reuseAddress: true }),
    web: container({ started: false, serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ started: false, serveUdp: 5000, publish: [`${localhost}:4001:5000/udp`] }),
    control: container(), // so that docker0 is recorded
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const [rules, listeners] = [await host.ruleset(), await host.listeners()];
    const attempts = [await web.start(), await db.start()];
    const after = await host.ruleset();
    const [answer, local] = [await client.udpEcho(host, 4000), await host.udpEcho(localhost, 4001)];
    return { rules, listeners, attempts, after, answer, local };
  },
  expect: ({ client }, { rules, listeners, attempts, after, answer, local }) => [
    listening(listeners, agentSocket),
    ...attempts.map((attempt) => failed(attempt, 'address already in use')),
    sameRules('the failed starts leave no rule', rules, after),
    clientSeenAs(answer, client),
    clientSeenAs(local, localhost), // by second
  ],
  known: [
    {
      engines: '>=28.0.0 <29.0.0',
      because: 'these engines set SO_REUSEADDR on UDP sockets, too, and take the agent’s datagrams (until moby #50669)',
      instead: ({ web, db, host, client }, { listeners, attempts, answer, local }) => [
        listening(listeners, agentSocket),
        ...attempts.map(succeeded),
        clientSeenAs(answer, client),
        clientSeenAs(local, host.docker0.gateway),
        ...[web, db].map((to) => host.docker0.bridge.sawTimes(1, anything({ protocol: 'udp', to, port: 5000 }))),
      ],
    },
  ],
  sabotage: withGiven({ agent: container({ on: 'host', serveUdp: 4002, reuseAddress: true }) }),
});

import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  lanHost,
  notListening,
  refused,
  same,
  sameLinks,
  sameRules,
  succeeded,
  unresolved,
  withGiven,
  type Call,
  type Container,
  type EngineAction,
  type Listeners,
  type Lookup,
  type RuleListing,
} from 'docknet';

interface State {
  readonly links: Parameters<typeof sameLinks>[1];
  readonly rules: readonly RuleListing[];
  readonly listeners: Listeners;
}

interface Outcome {
  readonly before: State;
  readonly after: State;
  readonly failures: readonly EngineAction[];
  readonly name: Lookup;
  readonly calls: readonly Call[];
  readonly still: Call;
  readonly again: EngineAction;
}

const leavesNothing = (next: Container, { before, after, failures, name, calls, still, again }: Outcome) => [
  ...failures.map((action, n) => failed(action, n === 0 ? ':8080' : ':9090', 'already')),
  sameLinks('the failed starts leave no interface', before.links, after.links),
  sameRules('the failed starts leave no rule', before.rules, after.rules),
  ...[8081, 8082].map((port) => notListening(after.listeners, { port })),
  ...calls.map(refused),
  unresolved(name),
  answered(still),
  same('the next container has the first free address,', next.address, '10.30.2.3'),
  succeeded(again), // without db
];

export default conformance({
  id: 'lifecycle/failed-start',
  title: 'a start that fails because one of two ports is taken leaves nothing behind',
  claim: documented(
    'links',
    'Connect using network port mapping',
    'A port of the host can be published for one container only; another one’s start fails.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/24' }),
    db: container({ on: 'app', publish: ['8080:80'], serve: 80 }),
    hostWeb: container({ on: 'host', serve: 9090 }),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8081:80', '8080:80'], aliases: ['shop'] }),
    late: container({ on: 'app', started: false, serve: 80, publish: ['8082:80', '9090:80'] }),
    next: container({ on: 'app', started: false }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ db, web, late, next, host, client }) => {
    const state = async () => ({
      links: await host.links(),
      rules: await host.ruleset(),
      listeners: await host.listeners(),
    });
    await web.create();
    await late.create();
    const before = await state();
    const failures = [await web.start(), await late.start()];
    const links = await host.waitLinks(before.links);
    const after = await state();
    const name = await db.lookup('shop');
    const calls = [await client.get(host, 8081), await client.get(host, 8082)];
    const still = await client.get(host, 8080);
    await next.start();
    await db.remove();
    const again = await web.start();
    return {
      before,
      after: { ...after, links },
      failures,
      name,
      calls,
      still,
      again,
      pages: [await client.get(host, 8080), await client.get(host, 8081)],
    };
  },
  expect: ({ next, client }, outcome) => [
    ...leavesNothing(next, outcome),
    ...outcome.pages.map((page) => clientSeenAs(page, client)),
  ],
  known: [
    {
      engines: '>=29.1.0',
      because:
        'the failed start takes the container off its network: started again, without an error, it has no network ' +
        'and publishes nothing (moby #51758)',
      instead: ({ next, web }, outcome) => [
        ...leavesNothing(next, outcome),
        ...outcome.pages.map(refused),
        same('web has an address:', web.hasAddress, false),
      ],
    },
  ],
  sabotage: withGiven({ db: container({ on: 'app', serve: 80 }) }),
});

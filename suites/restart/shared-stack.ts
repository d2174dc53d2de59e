import { answered, conformance, container, documented, lanHost, localhost, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'restart/shared-stack',
  title: 'containers that share a network stack share it again when the engine has restarted both',
  claim: documented(
    'rn-29',
    '29.0',
    'On its start the engine restarts containers that share their network stacks before those that need them.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true, stopSignal: 'SIGKILL' }),
    agent: container({ on: 'container:web', restartAlways: true, stopSignal: 'SIGKILL' }),
    helper: container({ on: 'container:web', restartAlways: true, stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, agent, helper, host, client }) => {
    const actions = [await host.restartEngine()];
    for (const one of [web, agent, helper]) actions.push(await one.waitRestarted());
    return {
      actions,
      namespaces: [await web.netns(), await agent.netns(), await helper.netns()],
      local: [await agent.get(localhost, 80), await helper.get(localhost, 80)],
      page: await client.get(host, 8080),
    };
  },
  expect: (_, { actions, namespaces: [own, ...others], local, page }) => [
    ...actions.map(succeeded),
    ...others.map((netns) => same('its network namespace is web’s,', netns, own)),
    ...local.map(answered),
    answered(page),
  ],
  sabotage: withGiven({ helper: container({ restartAlways: true, stopSignal: 'SIGKILL' }) }),
  appliesTo: { engines: '>=29.0.0', because: 'before engine 29 the order is left to chance' },
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});

import { answered, conformance, container, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/idle-down',
  title: 'docker0 is down while no container is attached, and up with one',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The state of docker0 is DOWN when no running container is attached to it.',
  ),
  given: { web: container({ started: false }) },
  when: async ({ web, host }) => {
    const docker0 = host.docker0.bridge.name;
    await web.start();
    const during = await host.linkState(docker0, 'UP');
    const ping = await web.ping(host.docker0.gateway);
    await web.remove();
    return { during, ping, after: await host.linkState(docker0, 'DOWN') };
  },
  expect: (_, { during, ping, after }) => [
    same('with web attached docker0 is', during, 'UP'),
    answered(ping), // and it carries traffic
    same('when web is gone and nothing is attached docker0 is', after, 'DOWN'),
  ],
  sabotage: withGiven({ db: container() }),
  notOnHost: 'containers of others may be attached to this machine’s docker0',
});

import { answered, conformance, container, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/idle-down',
  title: 'docker0 is down without an attached container and up with one',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'docker0 is DOWN while no running container is attached.',
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
    answered(ping), // it carries traffic
    same('without a container docker0 is', after, 'DOWN'),
  ],
  sabotage: withGiven({ db: container() }),
  notOnHost: 'other containers may be attached to the machine’s docker0',
});

import { conformance, container, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'host/same-netns',
  title: 'a host-network container shares the host’s network namespace',
  claim: documented('notes', '3.5. Host network', 'The container shares the network namespace of the docker host.'),
  given: { web: container({ on: 'host' }) },
  when: async ({ web, host }) => ({ web: await web.netns(), host: await host.netns() }),
  expect: (_, netns) => [same('the network namespace of web is the host’s,', netns.web, netns.host)],
  sabotage: withGiven({ web: container() }),
});

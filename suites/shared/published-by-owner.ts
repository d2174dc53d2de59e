import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  refused,
  reset,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'shared/published-by-owner',
  title: 'a port that a container publishes leads to a server in another container that shares its network namespace',
  claim: documented('overview', 'Container networks', 'A container can be attached to another’s network stack.'),
  given: {
    db: container({ publish: ['8080:80'] }),
    web: container({ on: 'container:db', serve: 80 }),
    server: lanHost(),
  },
  when: async ({ web, server, host }) => ({
    call: await server.get(host, 8080),
    stopped: await web.stop(),
    later: await server.get(host, 8080),
  }),
  expect: ({ db, host, server }, { call, stopped, later }) => [
    answered(call),
    clientSeenAs(call, server),
    journey([host.uplink, syn(server, host, 8080)], [host.docker0.bridge, syn(server, db, 80)]),
    succeeded(stopped),
    refused(later),
    journey([db.eth0, reset(db, 80, server)], [host.uplink, reset(host, 8080, server)]), // nobody listens there now
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
});

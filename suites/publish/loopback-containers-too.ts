import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  localhost,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

const published = (address: string) => ({
  red: bridge(),
  web: container({ serve: 80, publish: [`${address}:8080:80`] }),
  db: container(),
  redWeb: container({ on: 'red' }),
  agent: container({ on: 'host' }),
});

export default conformance({
  id: 'publish/loopback-containers-too',
  title: 'a port published at 127.0.0.1 serves the docker host and its containers',
  claim: documented(
    'ports',
    'Publishing ports',
    'With a loopback address in -p only the docker host and its containers can reach the published port.',
  ),
  given: published(localhost),
  when: async ({ red, db, redWeb, agent, host }) => ({
    own: await host.get(localhost, 8080),
    hostNetwork: await agent.get(localhost, 8080),
    neighbour: await db.get(host.docker0.gateway, 8080),
    across: await redWeb.get(red.gateway, 8080),
  }),
  expect: ({ host }, { own, hostNetwork, neighbour, across }) => [
    clientSeenAs(own, host.docker0.gateway),
    clientSeenAs(hostNetwork, host.docker0.gateway),
    answered(neighbour),
    answered(across),
  ],
  known: [
    {
      engines: '*',
      because:
        'no interface of a container but the host network’s leads to the host’s loopback: the other containers find ' +
        'the port closed, as the manual says since',
      instead: ({ red, web, db, redWeb, host }, { own, hostNetwork, neighbour, across }) => [
        clientSeenAs(own, host.docker0.gateway),
        clientSeenAs(hostNetwork, host.docker0.gateway),
        host.docker0.bridge.sawTimes(2, syn(host.docker0.gateway, web, 80)), // docker-proxy's
        refused(neighbour),
        host.docker0.bridge.saw(reset(host.docker0.gateway, 8080, db)),
        refused(across),
        red.bridge.saw(reset(red.gateway, 8080, redWeb)),
      ],
    },
  ],
  sabotage: withGiven(published('0.0.0.0')),
  needs: { 'userland-proxy': true },
});

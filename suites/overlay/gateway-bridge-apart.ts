import {
  answered,
  conformance,
  container,
  different,
  dockerHost,
  documented,
  iptables,
  overlay,
  timedOut,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'overlay/gateway-bridge-apart',
  title: 'containers of different overlay networks on one docker host do not reach each other by docker_gwbridge',
  claim: documented(
    'overlay-page',
    'Introduction',
    'Containers communicate only across networks that they are each connected to.',
  ),
  given: {
    second: dockerHost(),
    red: overlay(),
    blue: overlay(),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue', serve: 80, started: false }),
  },
  when: async ({ redWeb, blueWeb, host }) => {
    await blueWeb.start(); // after redWeb, so that both have the same addresses in every run
    const address = (await blueWeb.addresses()).find((each) => each.interface === 'eth1')?.address ?? '';
    return {
      address,
      fromHost: await host.ping(address),
      ping: await redWeb.ping(address, { timeoutMs: 1000 }),
      page: await redWeb.get(address, 80, { timeoutMs: 1000 }),
    };
  },
  expect: (_, { address, fromHost, ping, page }) => [
    different('blueWeb’s address on docker_gwbridge', address, ''),
    answered(fromHost),
    unanswered(ping),
    timedOut(page),
  ],
  sabotage: () => iptables('-I FORWARD -i docker_gwbridge -o docker_gwbridge -j ACCEPT'),
});

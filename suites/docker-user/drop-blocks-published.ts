import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  outside,
  syn,
  timedOut,
} from '../../src/check/index.js';

export default conformance({
  id: 'docker-user/drop-blocks-published',
  title: 'a DROP inserted into DOCKER-USER stops a published port before the container',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'A rule that shall hold for published ports too goes into DOCKER-USER, which is passed before Docker’s own rules.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: outside() },
  when: async ({ host, client }) => {
    const before = await client.getFrom(40001, host, 8080);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`);
    return { before, after: await client.getFrom(40002, host, 8080, 1000) };
  },
  then: ({ web, host, client }, { before, after }) => [
    answered(before),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    timedOut(after),
    host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40002, anything({ to: web }))),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`).matched(),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
});

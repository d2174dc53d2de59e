import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  same,
  shell,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'isolation/stages-idle-by-default',
  title: 'the default isolation stages change nothing for traffic between bridges',
  about: 'rules',
  claim: documented('iptables', 'DOCKER-ISOLATION-STAGE-2', 'In their default state the isolation stages do little.'),
  given: { red: bridge(), blue: bridge(), redWeb: container({ on: 'red' }), blueWeb: container({ on: 'blue' }) },
  when: async ({ red, blue, redWeb, blueWeb, host }) => {
    const withStages = await redWeb.ping(blueWeb, { timeoutMs: 1000 });
    // Skips STAGE-2's rules for these two bridges.
    await host.iptables(`-I DOCKER-ISOLATION-STAGE-2 -i ${red.bridge.name} -o ${blue.bridge.name} -j RETURN`);
    await host.iptables(`-I DOCKER-ISOLATION-STAGE-2 -i ${blue.bridge.name} -o ${red.bridge.name} -j RETURN`);
    return { withStages, without: await redWeb.ping(blueWeb) };
  },
  expect: ({ redWeb, blueWeb }, { withStages, without }) => [
    unanswered(withStages),
    same('without the stages the ping is answered:', without.answered, withStages.answered),
    redWeb.eth0.sawTimes(2, echoRequest(redWeb, blueWeb)),
  ],
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
  known: [
    {
      engines: '<28.0.0',
      because: 'only the stages isolate two bridges: without the DROP in STAGE-2 the same ping passes',
      instead: ({ red, blue, redWeb, blueWeb, host }, { withStages, without }) => [
        unanswered(withStages),
        host.rule('filter', `DOCKER-ISOLATION-STAGE-2 -o ${blue.bridge.name} -j DROP`).countedPackets(1),
        answered(without),
        redWeb.eth0.sawTimes(2, echoRequest(redWeb, blueWeb)),
        // masqueraded, like all that leaves red
        journey([red.bridge, echoRequest(redWeb, blueWeb)], [blueWeb.eth0, echoRequest(blue.gateway, blueWeb)]),
        blueWeb.eth0.sawTimes(1, echoRequest(blue.gateway, blueWeb)),
        journey([blueWeb.eth0, echoReply(blueWeb, blue.gateway)], [redWeb.eth0, echoReply(blueWeb, redWeb)]),
      ],
    },
  ],
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});

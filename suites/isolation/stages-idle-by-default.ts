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
  title: 'by default the isolation stages do little: traffic fares no better without them',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-2',
    'In their default state the isolation stages do not seem to do much.',
  ),
  given: { red: bridge(), blue: bridge(), rose: container({ on: 'red' }), sky: container({ on: 'blue' }) },
  when: async ({ red, blue, rose, sky, host }) => {
    const withStages = await rose.ping(sky, { timeoutMs: 1000 });
    // As if STAGE-2 had no rules for these two.
    await host.iptables(`-I DOCKER-ISOLATION-STAGE-2 -i ${red.bridge.name} -o ${blue.bridge.name} -j RETURN`);
    await host.iptables(`-I DOCKER-ISOLATION-STAGE-2 -i ${blue.bridge.name} -o ${red.bridge.name} -j RETURN`);
    return { withStages, without: await rose.ping(sky) };
  },
  expect: ({ rose, sky }, { withStages, without }) => [
    unanswered(withStages),
    same('without the stages the ping is answered:', without.answered, withStages.answered),
    rose.eth0.sawTimes(2, echoRequest(rose, sky)),
  ],
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
  known: [
    {
      engines: '<28.0.0',
      because: 'the stages are all that keeps two bridges apart: without the DROP in STAGE-2 the same ping passes',
      instead: ({ red, blue, rose, sky, host }, { withStages, without }) => [
        unanswered(withStages),
        host.rule('filter', `DOCKER-ISOLATION-STAGE-2 -o ${blue.bridge.name} -j DROP`).countedPackets(1),
        answered(without),
        rose.eth0.sawTimes(2, echoRequest(rose, sky)),
        journey([red.bridge, echoRequest(rose, sky)], [sky.eth0, echoRequest(blue.gateway, sky)]), // masqueraded, as all that leaves red
        sky.eth0.sawTimes(1, echoRequest(blue.gateway, sky)),
        journey([sky.eth0, echoReply(sky, blue.gateway)], [rose.eth0, echoReply(sky, rose)]),
      ],
    },
  ],
});

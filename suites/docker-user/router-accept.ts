import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  unanswered,
} from 'docknet';

const lanOf = (host: { readonly address: string }) => host.address.replace(/\d+$/, '0/24');

export default conformance({
  id: 'docker-user/router-accept',
  title: 'where the docker host is a router too, an ACCEPT in DOCKER-USER lets through what FORWARD’s policy stops',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'If the docker host acts as a router, an ACCEPT in DOCKER-USER for what enters by one interface and leaves by another lets it route.',
  ),
  given: { near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ host, near, far }) => {
    await Promise.all([near.routeTo(lanOf(far), host.address), far.routeTo(lanOf(near), host.secondUplinkAddress)]);
    const control = await far.ping(host.secondUplinkAddress);
    const before = await near.ping(far, { timeoutMs: 1000 });
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`);
    await host.iptables(`-I DOCKER-USER -i ${host.secondUplink.name} -o ${host.uplink.name} -j ACCEPT`); // the same for the way back
    return { control, before, after: await near.ping(far) };
  },
  expect: ({ host, near, far }, { control, before, after }) => [
    answered(control),
    unanswered(before),
    answered(after),
    host.uplink.sawTimes(2, echoRequest(near, far)),
    host.secondUplink.sawTimes(1, echoRequest(near, far)), // the second one; the first went no further than FORWARD
    journey([host.uplink, echoRequest(near, far)], [host.secondUplink, echoRequest(near, far)]),
    journey([host.secondUplink, echoReply(far, near)], [host.uplink, echoReply(far, near)]),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`).countedPackets(1),
    host.rule('filter', `DOCKER-USER -i ${host.secondUplink.name} -o ${host.uplink.name} -j ACCEPT`).countedPackets(1),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -o ${host.secondUplink.name} -j DROP`),
  notOnHost: 'what this machine forwards for others is decided by rules of its own too',
});

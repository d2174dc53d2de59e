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
  id: 'docker-user/router-accept-one-way',
  title: 'the notes’ one ACCEPT, from one interface to another, is enough for the docker host to route',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'If the docker host acts as a router, the rule to add is one ACCEPT in DOCKER-USER from the source’s interface to the destination’s.',
  ),
  given: { near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ host, near, far }) => {
    await Promise.all([near.routeTo(lanOf(far), host.address), far.routeTo(lanOf(near), host.secondUplinkAddress)]);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`);
    return { control: await near.ping(host), across: await near.ping(far, { timeoutMs: 1000 }) };
  },
  expect: ({ host, near, far }, { across }) => [
    answered(across),
    journey([host.secondUplink, echoReply(far, near)], [host.uplink, echoReply(far, near)]),
  ],
  sabotage: () => iptables('-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'the rule lets the way there pass and not the way back, which meets FORWARD’s DROP policy: Docker accepts replies to its own bridges only',
      instead: ({ host, near, far }, { control, across }) => [
        answered(control),
        unanswered(across),
        journey([host.uplink, echoRequest(near, far)], [host.secondUplink, echoRequest(near, far)]),
        host.secondUplink.saw(echoReply(far, near)),
        host.uplink.saw(echoReply(host, near)),
        host.uplink.neverSaw(echoReply(far, near)),
        host
          .rule('filter', `DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`)
          .countedPackets(1),
      ],
    },
  ],
  notOnHost: 'what this machine forwards for others is decided by rules of its own too',
});

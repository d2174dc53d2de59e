import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'nat/masquerade-any-source',
  title: 'the MASQUERADE rule takes traffic from any address that leaves by another interface than docker0',
  claim: documented(
    'tour',
    'Entering the Docker networking story: iptables',
    'The breakdown of the rule says that source and destination are anywhere: it matches traffic from and to any address.',
  ),
  given: { web: container(), near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ web, near, far, host }) => {
    await Promise.all([
      far.routeTo(`${near.address}/32`, host.secondUplinkAddress),
      near.routeTo(`${far.address}/32`, host.address),
    ]);
    await host.iptables(`-I DOCKER-USER -s ${far.address} -d ${near.address} -j ACCEPT`); // the docker host routes for them
    await host.iptables(`-I DOCKER-USER -s ${near.address} -d ${far.address} -j ACCEPT`);
    const [inner, outer] = await Promise.all([web.ping(near), far.ping(near)]);
    return { inner, outer };
  },
  expect: ({ web, near, far, host }, { inner, outer }) => [
    answered(inner),
    journey([host.docker0.bridge, echoRequest(web, near)], [host.uplink, echoRequest(host, near)]),
    answered(outer),
    journey([host.secondUplink, echoRequest(far, near)], [host.uplink, echoRequest(host, near)]),
    host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(2),
  ],
  sabotage: ({ host }) => iptables(`-t nat -A POSTROUTING -o ${host.uplink.name} -j MASQUERADE`),
  known: [
    {
      engines: '*',
      because:
        'the rule is for sources in the bridge’s subnet alone, as its listing shows: another host that is routed through keeps its address',
      instead: ({ web, near, far, host }, { inner, outer }) => [
        answered(inner),
        journey([host.docker0.bridge, echoRequest(web, near)], [host.uplink, echoRequest(host, near)]),
        answered(outer),
        journey([host.secondUplink, echoRequest(far, near)], [host.uplink, echoRequest(far, near)]),
        journey([host.uplink, echoReply(near, far)], [host.secondUplink, echoReply(near, far)]),
        host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(1), // web's
      ],
    },
  ],
});

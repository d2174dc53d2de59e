import { answered, conformance, documented, echoRequest, iptables, lanHost, policy, unanswered } from 'docknet';

export default conformance({
  id: 'firewall/forward-drop-policy',
  title: 'FORWARD’s policy is DROP: the docker host forwards only what a rule accepts',
  claim: documented('tour', 'A quick stop at the filter table', 'The chain FORWARD has the policy DROP.'),
  given: { client: lanHost(), server: lanHost({ lan: 'second' }) },
  when: async ({ host, client, server }) => {
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
    ]);
    const [own, across] = await Promise.all([
      server.ping(host.secondUplinkAddress),
      client.ping(server, { timeoutMs: 1000 }),
    ]);
    return { own, across };
  },
  expect: ({ host, client, server }, { own, across }) => [
    policy('filter', 'FORWARD', 'DROP'),
    answered(own), // control: server and the second uplink work
    host.secondUplink.saw(echoRequest(server, host.secondUplinkAddress)),
    unanswered(across),
    host.uplink.saw(echoRequest(client, server)),
    host.secondUplink.neverSaw(echoRequest(client, server)),
  ],
  sabotage: () => iptables('-P FORWARD ACCEPT'),
  notOnHost:
    'an engine does not set the policy if the machine already forwarded, and the machine’s own rules apply too',
});

import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  perBackend,
  policy,
  unanswered,
} from 'docknet';

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
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'with the nftables backend the engine leaves FORWARD alone: the host forwards between its LANs',
      instead: ({ host, client, server }, { own, across }) => [
        answered(own),
        answered(across),
        journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
        journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
        policy('filter', 'FORWARD', 'ACCEPT'),
      ],
    },
  ],
  sabotage: () => perBackend({ iptables: iptables('-P FORWARD ACCEPT'), nftables: iptables('-P FORWARD DROP') }),
  needs: { 'ip-forward': true },
  notOnHost:
    'an engine does not set the policy if the machine already forwarded, and the machine’s own rules apply too',
});

import { answered, conformance, documented, echoRequest, iptables, lanHost, policy, unanswered } from 'docknet';

const lanOf = (host: { readonly address: string }) => host.address.replace(/\d+$/, '0/24');

export default conformance({
  id: 'firewall/forward-drop-policy',
  title: 'FORWARD’s policy is DROP: the docker host forwards nothing that no rule accepts',
  claim: documented('tour', 'A quick stop at the filter table', 'The chain FORWARD has the policy DROP.'),
  given: { near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ host, near, far }) => {
    await Promise.all([near.routeTo(lanOf(far), host.address), far.routeTo(lanOf(near), host.secondUplinkAddress)]);
    const [own, across] = await Promise.all([far.ping(host.secondUplinkAddress), near.ping(far, { timeoutMs: 1000 })]);
    return { own, across };
  },
  expect: ({ host, near, far }, { own, across }) => [
    policy('filter', 'FORWARD', 'DROP'),
    answered(own), // far and the second uplink are there
    host.secondUplink.saw(echoRequest(far, host.secondUplinkAddress)),
    unanswered(across),
    host.uplink.saw(echoRequest(near, far)),
    host.secondUplink.neverSaw(echoRequest(near, far)),
  ],
  sabotage: () => iptables('-P FORWARD ACCEPT'),
  notOnHost:
    'an engine leaves the policy alone where the machine forwarded before it started, and this machine’s own rules count too',
});

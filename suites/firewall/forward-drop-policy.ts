import {
  answered,
  conformance,
  documented,
  echoRequest,
  iptables,
  outside,
  policy,
  unanswered,
} from '../../src/check/index.js';

const lanOf = (host: { readonly address: string }) => host.address.replace(/\d+$/, '0/24');

export default conformance({
  id: 'firewall/forward-drop-policy',
  title: 'FORWARD’s policy is DROP: the docker host forwards nothing that no rule accepts',
  claim: documented('tour', 'A quick stop at the filter table', 'The chain FORWARD has the policy DROP.'),
  given: { near: outside(), far: outside({ lan: 2 }) },
  when: async ({ host, near, far }) => {
    await Promise.all([near.routeTo(lanOf(far), host.address), far.routeTo(lanOf(near), host.address2)]);
    const [own, across] = await Promise.all([far.ping(host.address2), near.ping(far, 1, 1000)]);
    return { own, across };
  },
  then: ({ host, near, far }, { own, across }) => [
    policy('filter', 'FORWARD', 'DROP'),
    answered(own), // far and the second uplink are there
    host.uplink2.saw(echoRequest(far, host.address2)),
    unanswered(across),
    host.uplink.saw(echoRequest(near, far)),
    host.uplink2.neverSaw(echoRequest(near, far)),
  ],
  sabotage: () => iptables('-P FORWARD ACCEPT'),
  notOnHost:
    'an engine leaves the policy alone where the machine forwarded before it started, and this machine’s own rules count too',
});

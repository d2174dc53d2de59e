import { answered, conformance, container, documented, echoRequest, iptables, journey, lanHost } from 'docknet';

export default conformance({
  id: 'firewall/forward-order',
  title: 'FORWARD traverses DOCKER-USER, then isolation, then the rules of each bridge',
  about: 'rules',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'FORWARD’s rules are, in order: DOCKER-USER, DOCKER-ISOLATION-STAGE-1, established replies, DOCKER, what ' +
      'leaves the bridge, what stays on it.',
  ),
  given: { web: container(), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ web, host, server }, ping) => {
    const forward = (rule: string) => host.rule('filter', `FORWARD ${rule}`);
    const user = forward('-j DOCKER-USER');
    const isolation = forward('-j DOCKER-ISOLATION-STAGE-1');
    const replies = forward('-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT');
    const docker = forward('-o docker0 -j DOCKER');
    const leaving = forward('-i docker0 ! -o docker0 -j ACCEPT');
    const staying = forward('-i docker0 -o docker0 -j ACCEPT');
    return [
      answered(ping),
      journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
      user.first(),
      user.precedes(isolation),
      isolation.precedes(replies),
      replies.precedes(docker),
      docker.precedes(leaving),
      leaving.precedes(staying),
      user.countedPackets(2),
      isolation.countedPackets(2), // request and reply
      replies.countedPackets(1),
      docker.countedPackets(0), // the reply is accepted before DOCKER
      leaving.countedPackets(1),
      staying.countedPackets(0), // the request is accepted on its way out
    ];
  },
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  known: [
    {
      engines: '>=28.0.1 <29.0.0',
      because:
        'FORWARD has two rules on these engines, DOCKER-USER and DOCKER-FORWARD; the rest is in chains: ' +
        'DOCKER-CT, isolation, DOCKER-BRIDGE (moby #49518)',
      instead: ({ web, host, server }, ping) => {
        const rule = (text: string) => host.rule('filter', text);
        const [user, docker] = [rule('FORWARD -j DOCKER-USER'), rule('FORWARD -j DOCKER-FORWARD')];
        const [replies, isolation] = [
          rule('DOCKER-FORWARD -j DOCKER-CT'),
          rule('DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1'),
        ];
        const [bridges, leaving] = [
          rule('DOCKER-FORWARD -j DOCKER-BRIDGE'),
          rule('DOCKER-FORWARD -i docker0 -j ACCEPT'),
        ];
        return [
          answered(ping),
          journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
          user.first(),
          user.precedes(docker),
          replies.first(),
          replies.precedes(isolation),
          isolation.precedes(bridges),
          bridges.precedes(leaving),
          user.countedPackets(2),
          docker.countedPackets(2),
          replies.countedPackets(2), // request and reply
          isolation.countedPackets(1),
          bridges.countedPackets(1),
          leaving.countedPackets(1), // the request only: DOCKER-CT accepted the reply
        ];
      },
    },
    {
      engines: '>=29.0.0',
      because:
        'FORWARD has two rules on these engines, DOCKER-USER and DOCKER-FORWARD; the rest is in chains: DOCKER-CT, ' +
        'DOCKER-INTERNAL, DOCKER-BRIDGE (moby #49518, #49981)',
      instead: ({ web, host, server }, ping) => {
        const rule = (text: string) => host.rule('filter', text);
        const [user, docker] = [rule('FORWARD -j DOCKER-USER'), rule('FORWARD -j DOCKER-FORWARD')];
        const [replies, internal] = [rule('DOCKER-FORWARD -j DOCKER-CT'), rule('DOCKER-FORWARD -j DOCKER-INTERNAL')];
        const [bridges, leaving] = [
          rule('DOCKER-FORWARD -j DOCKER-BRIDGE'),
          rule('DOCKER-FORWARD -i docker0 -j ACCEPT'),
        ];
        return [
          answered(ping),
          journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
          user.first(),
          user.precedes(docker),
          replies.first(),
          replies.precedes(internal),
          internal.precedes(bridges),
          bridges.precedes(leaving),
          user.countedPackets(2),
          docker.countedPackets(2),
          replies.countedPackets(2), // request and reply
          internal.countedPackets(1),
          bridges.countedPackets(1),
          leaving.countedPackets(1), // the request only: DOCKER-CT accepted the reply
        ];
      },
    },
  ],
  needs: { icc: true, 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in FORWARD' },
});

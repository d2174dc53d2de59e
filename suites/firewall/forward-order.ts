import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  journey,
  outside,
} from '../../src/check/index.js';

export default conformance({
  id: 'firewall/forward-order',
  title: 'FORWARD passes DOCKER-USER, then isolation, then the rules of each bridge',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'FORWARD’s rules are, in this order: DOCKER-USER, DOCKER-ISOLATION-STAGE-1, established replies, DOCKER, what leaves the bridge, what stays on it.',
  ),
  given: { web: container(), server: outside() },
  when: ({ web, server }) => web.ping(server),
  then: ({ web, host, server }, ping) => {
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
      user.standsBefore(isolation),
      isolation.standsBefore(replies),
      replies.standsBefore(docker),
      docker.standsBefore(leaving),
      leaving.standsBefore(staying),
      user.counted(2),
      isolation.counted(2), // the request and the reply passed both
      replies.counted(1),
      docker.counted(0), // the reply was accepted before DOCKER
      leaving.counted(1),
      staying.counted(0), // the request was accepted on its way out
    ];
  },
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  known: [
    {
      engines: '>=28.0.1 <29.0.0',
      because:
        'these engines keep FORWARD to two rules, DOCKER-USER and DOCKER-FORWARD, and have the rest in chains of its own: DOCKER-CT, isolation, DOCKER-BRIDGE (moby #49518)',
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
          user.standsBefore(docker),
          replies.first(),
          replies.standsBefore(isolation),
          isolation.standsBefore(bridges),
          bridges.standsBefore(leaving),
          user.counted(2),
          docker.counted(2),
          replies.counted(2), // the request and the reply
          isolation.counted(1),
          bridges.counted(1),
          leaving.counted(1), // the request alone: DOCKER-CT accepted the reply
        ];
      },
    },
  ],
});

import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  engine,
  localhost,
  same,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/route-localnet-without-proxy',
  title: 'without docker-proxy the engine turns on route_localnet for its bridge, and iptables translates 127.0.0.1',
  claim: documented(
    'publish',
    'forward ports on the local network using iptables',
    'With route_localnet on and a MASQUERADE rule, iptables forwards a port of 127.0.0.1 without a proxy.',
  ),
  given: { daemon: engine({ 'userland-proxy': false }), web: container({ serve: 80, publish: ['8080:80'] }) },
  when: async ({ host }) => {
    const sysctl = (where: string) => host.sysctl(`net.ipv4.conf.${where}.route_localnet`);
    return {
      all: await sysctl('all'),
      docker0: await sysctl('docker0'),
      control: await host.ping(localhost),
      call: await host.get(localhost, 8080),
    };
  },
  expect: ({ web, host }, { all, docker0, control, call }) => [
    same('net.ipv4.conf.all.route_localnet is', all, '0'),
    same('net.ipv4.conf.docker0.route_localnet is', docker0, '1'),
    clientSeenAs(call, host.docker0.gateway),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // the caller's SYN, translated at both ends
    // already translated back at docker0, by bridge-nf-call-iptables
    web.eth0.saw(synAck(web, 80, host.docker0.gateway)),
    answered(control),
    host.lo.saw(echoReply(localhost, localhost)),
    host.lo.neverSaw(syn(localhost, localhost, 8080)), // no connection to a proxy
    host
      .rule({
        iptables: `nat DOCKER -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables: `docker-bridges nat-prerouting-and-output tcp dport 8080 dnat to ${web.address}:80`,
      })
      .countedFlows(1),
    // the bridge's IGMP reports may match it too
    host
      .rule({
        iptables: 'nat POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE',
        nftables: 'docker-bridges nat-postrouting-in__docker0 fib saddr type local masquerade',
      })
      .matched(),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});

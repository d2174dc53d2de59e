import { conformance, container, documented, echoReply, echoRequest, shell, that } from 'docknet';

export default conformance({
  id: 'namespace/not-listed',
  title: 'ip netns shows a container’s namespace only once it is linked under /var/run/netns',
  claim: documented(
    'notes',
    '2. Deep dive - network namespace',
    'The engine does not add a container’s namespace to what ip netns lists; once linked by hand it is listed and can be entered.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => {
    const list = () =>
      host.sh('for n in $(ip netns list | cut -d" " -f1); do echo $n net:[$(stat -Lc %i /var/run/netns/$n)]; done');
    const before = await list();
    await host.sh(`mkdir -p /var/run/netns && ln -sf /proc/${web.pid}/ns/net /var/run/netns/nstest`);
    const after = await list();
    const addresses = await host.sh('ip netns exec nstest ip -4 -brief address');
    const ping = await host.sh(`ip netns exec nstest /run/docknet/busybox ping -c 1 -W 1 ${host.docker0.gateway}`);
    await host.sh('rm /var/run/netns/nstest');
    return { netns: await web.netns(), before, after, addresses, ping };
  },
  expect: ({ web, host }, { netns, before, after, addresses, ping }) => [
    that('ip netns list does not show the namespace of web', !before.includes(netns), before),
    that('after linking it shows that namespace as nstest', after.split('\n').includes(`nstest ${netns}`), after),
    that(
      'ip netns exec shows eth0 with the address of web',
      /^eth0\S*\s+UP\s/m.test(addresses) && addresses.includes(` ${web.address}/`),
      addresses,
    ),
    that('a ping by ip netns exec is answered', ping.includes(' 1 packets received'), ping),
    host.docker0.bridge.saw(echoRequest(web, host.docker0.gateway)), // and is a ping from web
    host.docker0.bridge.saw(echoReply(host.docker0.gateway, web)),
  ],
  // As if the engine had added it.
  sabotage: ({ web }) =>
    shell(
      `mkdir -p /var/run/netns; for n in /run/docknet/exec/netns/*; do if nsenter --net=$n ip link | grep -q ${web.mac}; then ln -sf $n /var/run/netns/nstest; fi; done`,
    ),
  notOnHost: 'it puts a link into this machine’s /var/run/netns',
});

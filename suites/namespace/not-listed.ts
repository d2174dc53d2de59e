import { answered, conformance, container, documented, echoReply, echoRequest, none, same, shell } from 'docknet';

export default conformance({
  id: 'namespace/not-listed',
  title: 'ip netns lists a container’s namespace only after a link in /var/run/netns',
  claim: documented(
    'notes',
    '2. Deep dive - network namespace',
    'The engine does not add a container’s namespace to ip netns. Linked by hand, it is listed and can be entered.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => {
    const before = await host.namespaces.named();
    await host.namespaces.name('nstest', web.pid);
    const entered = host.namespaces.exec('nstest');
    return {
      netns: await web.netns(),
      before,
      after: await host.namespaces.named(),
      addresses: await entered.addresses(),
      ping: await entered.ping(host.docker0.gateway),
    };
  },
  expect: ({ web, host }, { netns, before, after, addresses, ping }) => [
    none(
      'ip netns list does not show web’s namespace',
      before.filter((each) => each.netns === netns),
    ),
    same('after linking, nstest is', after.find(({ name }) => name === 'nstest')?.netns, netns),
    same('the address of eth0 there is', addresses.find((each) => each.interface === 'eth0')?.address, web.address),
    answered(ping),
    host.docker0.bridge.saw(echoRequest(web, host.docker0.gateway)), // sent by ip netns exec
    host.docker0.bridge.saw(echoReply(host.docker0.gateway, web)),
  ],
  // Names every namespace for ip netns.
  sabotage: () => shell('for pid in $(lsns -t net -n -o PID); do ip netns attach "ns$pid" "$pid"; done'),
  notOnHost: 'it puts a link into the machine’s /var/run/netns',
});

import {
  answered,
  conformance,
  documented,
  linuxBridge,
  netns,
  refused,
  router,
  same,
  shell,
  syn,
  that,
} from 'docknet';

/** The rules of a listing, without the comments that say when it was made and without the policies' counters. */
const rules = (listing: string) =>
  listing
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ''));

export default conformance({
  id: 'kernel/save-restore',
  title: 'iptables-save and iptables-restore bring a set of rules back exactly',
  claim: documented(
    'publish',
    'iptables tips',
    'iptables-save into a file makes a backup of the rules, and iptables-restore of that file restores them.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, br0, ns1 }) => {
    await router.iptables(
      `-A FORWARD -i ${br0.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${br0.subnet} -j MASQUERADE`,
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
    );
    const before = await router.get(router, 8080);
    const file = (await router.sh('mktemp')).trim();
    await router.sh(`iptables-save > ${file}`);
    await router.iptables('-t nat -F', '-t nat -X', '-F', '-P FORWARD ACCEPT', '-A INPUT -p udp --dport 9 -j DROP');
    const [lost, between] = [await router.sh('iptables-save'), await router.get(router, 8080)];
    const complaint = await router.sh(`iptables-restore ${file} 2>&1 || true`);
    const [saved, restored] = [await router.sh(`cat ${file}; rm ${file}`), await router.sh('iptables-save')];
    return { before, lost, between, complaint, saved, restored, after: await router.get(router, 8080) };
  },
  expect: ({ router, br0, ns1 }, { before, lost, between, complaint, saved, restored, after }) => [
    answered(before),
    refused(between), // the rules were gone
    same('iptables-restore says', complaint, ''),
    same('the rules are again', rules(restored), rules(saved)),
    that('they were others in between', rules(lost).join() !== rules(saved).join(), rules(lost)),
    answered(after),
    br0.bridge.sawTimes(2, syn(router, ns1, 8080)), // the first request and the last
  ],
  // Out of iptables' reach: it neither saves this table nor brings it back to what it was. Two SYNs of 60 bytes pass, the third does not.
  sabotage: ({ router }) =>
    shell(
      "nft 'add table ip other; add chain ip other out { type filter hook output priority 100; }; add rule ip other out tcp flags syn quota over 130 bytes drop'",
      router,
    ),
});

import {
  answered,
  conformance,
  different,
  documented,
  linuxBridge,
  netns,
  refused,
  router,
  same,
  shell,
  syn,
} from 'docknet';

export default conformance({
  id: 'kernel/save-restore',
  title: 'iptables-save and iptables-restore restore a set of rules exactly',
  claim: documented(
    'publish',
    'iptables tips',
    'iptables-save writes a backup of the rules to a file, and iptables-restore restores them from it.',
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
    const backup = { file: await router.saveRules(), rules: await router.ruleset() };
    await router.iptables('-t nat -F', '-t nat -X', '-F', '-P FORWARD ACCEPT', '-A INPUT -p udp --dport 9 -j DROP');
    const flushed = { rules: await router.ruleset(), call: await router.get(router, 8080) };
    const printed = await router.restoreRules(backup.file);
    const restored = { rules: await router.ruleset(), call: await router.get(router, 8080) };
    return { before, saved: backup.rules, flushed, printed, restored };
  },
  expect: ({ router, br0, ns1 }, { before, saved, flushed, printed, restored }) => [
    answered(before),
    refused(flushed.call),
    different('the rules before and after the flush', saved, flushed.rules),
    same('iptables-restore prints', printed, ''),
    same('the restored rules, in order, are', restored.rules, saved),
    answered(restored.call),
    br0.bridge.sawTimes(2, syn(router, ns1, 8080)), // the first call and the last
  ],
  // A table that iptables does not save: two SYNs of 60 bytes pass, the third does not.
  sabotage: ({ router }) =>
    shell(
      "nft 'add table ip other; add chain ip other out { type filter hook output priority 100; }; " +
        "add rule ip other out tcp flags syn quota over 130 bytes drop'",
      router,
    ),
});

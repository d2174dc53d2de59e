import { wrappedIptables, wrapIptables } from './iptables-stand-in.js';

/**
 * Commands, run in a lab's own mounts, after which iptables finds no such match there, as on a kernel that was built without it
 * (CONFIG_NETFILTER_XT_MATCH_ADDRTYPE for addrtype): a script says of rules with it what iptables 1.8.9, 1.8.11 and 1.8.13 say of a match
 * that the kernel has not, seen with ipvs on a kernel without xt_ipvs, and hands everything else on.
 */
export function hideMatch(match: string): string[] {
  return wrapIptables([
    `case " $* " in *" -m ${match} "*) ;; *) exec "${wrappedIptables}/$name" "$@" ;; esac`,
    `echo "Warning: Extension ${match} revision 0 not supported, missing kernel module?" >&2`,
    'how=; chain=; before=; for word; do case $before in -A) how=APPEND; chain=$word ;; -I) how=INSERT; chain=$word ;; esac; before=$word; done',
    '[ -n "$how" ] || { echo "$name: Bad rule (does a matching rule exist in that chain?)." >&2; exit 1; }',
    `version=$("${wrappedIptables}/$name" --version)`,
    'case $version in *legacy*) echo "$name: No chain/target/match by that name." >&2; exit 1 ;; esac',
    'echo "$version:  RULE_$how failed (No such file or directory): rule in chain $chain" >&2',
    'exit 4',
  ]);
}

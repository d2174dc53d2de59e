/** Directory of the original iptables program, under each of its names, while a script wraps it. */
const originals = '/run/docknet/iptables';

/** The names of iptables' one program (xtables-nft-multi, xtables-legacy-multi) that engines call. */
const names = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

const setPath = 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Shell commands that replace iptables with its legacy program in a lab's mount namespace. One program serves all of
 * iptables' names, so one mount replaces them all.
 */
export const mountLegacyIptables: readonly string[] = [
  setPath,
  'legacy=$(readlink -f "$(command -v xtables-legacy-multi || command -v iptables-legacy)") && [ -n "$legacy" ] || ' +
    '{ echo "legacy iptables was requested, and there is no xtables-legacy-multi (package iptables)" >&2; exit 1; }',
  'iptables=$(readlink -f "$(command -v iptables)"); ' +
    '[ "$iptables" = "$legacy" ] || mount --bind "$legacy" "$iptables"',
];

/**
 * Shell commands as `mountLegacyIptables`, which fail without legacy tables. Listing a table makes the kernel load it
 * or report that it was built without them (CONFIG_IP_NF_IPTABLES_LEGACY).
 */
export const useLegacyIptables: readonly string[] = [
  ...mountLegacyIptables,
  'output=$(iptables -t nat -S 2>&1) || ' +
    '{ echo "legacy iptables was requested, and this kernel has no such tables: $output" >&2; exit 1; }',
];

/**
 * Returns shell commands that wrap iptables in a script, in a lab's mount namespace. All labs share the machine's
 * kernel, so a missing kernel feature is simulated where the engine meets it. In the script `$name` is the name that
 * was called.
 */
function wrapIptables(script: readonly string[]): string[] {
  return [
    setPath,
    `mkdir -p ${originals}; multi=$(readlink -f "$(command -v iptables)"); cp "$multi" ${originals}/multi`,
    `for name in ${names.join(' ')}; do ln -sf multi ${originals}/$name; done`,
    `cat > ${originals}/wrapper <<'END'\n${['#!/bin/sh', 'name=${0##*/}', ...script].join('\n')}\nEND`,
    `chmod 755 ${originals}/wrapper; mount --bind ${originals}/wrapper "$multi"`,
  ];
}

/** Shell command that removes the wrapper. */
export const unwrapIptables = 'umount "$(readlink -f "$(command -v iptables)")"';

/**
 * Returns shell commands that hide tables of iptables, as on a kernel that was built without them (CONFIG_IP_NF_RAW for
 * raw): error text and status 3 are those of iptables 1.8 (iptables-standalone.c).
 */
export function hideTables(tables: readonly string[]): string[] {
  if (tables.length === 0) return [];
  return wrapIptables([
    'case " $* " in',
    ...tables.map((table) => `*" -t ${table} "*|*" --table ${table} "*) table=${table} ;;`),
    `*) exec "${originals}/$name" "$@" ;;`,
    'esac',
    String.raw`printf "%s: can't initialize %s table \140%s': Table does not exist (do you need to insmod?)\n` +
      String.raw`Perhaps %s or your kernel needs to be upgraded.\n" "$name" "$name" "$table" "$name" >&2`,
    'exit 3',
  ]);
}

/**
 * Returns shell commands that hide a match of iptables, as on a kernel that was built without it
 * (CONFIG_NETFILTER_XT_MATCH_ADDRTYPE for addrtype): error text and status are those of iptables 1.8.9, 1.8.11 and
 * 1.8.13 for ipvs on a kernel without xt_ipvs.
 */
export function hideMatch(match: string): string[] {
  return wrapIptables([
    `case " $* " in *" -m ${match} "*) ;; *) exec "${originals}/$name" "$@" ;; esac`,
    `echo "Warning: Extension ${match} revision 0 not supported, missing kernel module?" >&2`,
    'how=; chain=; before=',
    'for word; do',
    'case $before in -A) how=APPEND; chain=$word ;; -I) how=INSERT; chain=$word ;; esac; before=$word',
    'done',
    '[ -n "$how" ] || { echo "$name: Bad rule (does a matching rule exist in that chain?)." >&2; exit 1; }',
    `version=$("${originals}/$name" --version)`,
    'case $version in *legacy*) echo "$name: No chain/target/match by that name." >&2; exit 1 ;; esac',
    'echo "$version:  RULE_$how failed (No such file or directory): rule in chain $chain" >&2',
    'exit 4',
  ]);
}

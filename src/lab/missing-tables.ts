/** Where iptables' own program is while a script stands in front of it. */
const aside = '/run/docknet/iptables';

/** The names under which one program is all of iptables (xtables-nft-multi, xtables-legacy-multi), as far as engines call them. */
const names = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

/**
 * Commands, run in a lab's own mounts, after which iptables finds no such tables there, as on a kernel that was built without
 * them (CONFIG_IP_NF_RAW for raw): a kernel cannot have a table taken away for one lab, since all share the machine's. So a script
 * stands in front of iptables that says of these tables what iptables says then (iptables 1.8, iptables-standalone.c), with its exit
 * status 3, and hands everything else on.
 */
export function withoutTables(tables: readonly string[]): string[] {
  if (tables.length === 0) return [];
  const cases = tables.flatMap((table) => [`*" -t ${table} "*|*" --table ${table} "*) table=${table} ;;`]);
  const script = [
    '#!/bin/sh', 'name=${0##*/}', 'case " $* " in', ...cases, `*) exec "${aside}/$name" "$@" ;;`, 'esac',
    String.raw`printf "%s: can't initialize %s table \140%s': Table does not exist (do you need to insmod?)\nPerhaps %s or your kernel needs to be upgraded.\n" "$name" "$name" "$table" "$name" >&2`,
    'exit 3',
  ];
  return [
    'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `mkdir ${aside}; multi=$(readlink -f "$(command -v iptables)"); cp "$multi" ${aside}/multi`,
    `for name in ${names.join(' ')}; do ln -s multi ${aside}/$name; done`,
    `cat > ${aside}/without <<'END'\n${script.join('\n')}\nEND`,
    `chmod 755 ${aside}/without; mount --bind ${aside}/without "$multi"`,
  ];
}

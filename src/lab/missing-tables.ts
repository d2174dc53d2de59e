import { wrappedIptables, wrapIptables } from './iptables-stand-in.js';

/**
 * Commands, run in a lab's own mounts, after which iptables finds no such tables there, as on a kernel that was built without
 * them (CONFIG_IP_NF_RAW for raw): a script says of these tables what iptables says then (iptables 1.8, iptables-standalone.c), with its exit
 * status 3, and hands everything else on.
 */
export function hideTables(tables: readonly string[]): string[] {
  if (tables.length === 0) return [];
  const cases = tables.flatMap((table) => [`*" -t ${table} "*|*" --table ${table} "*) table=${table} ;;`]);
  return wrapIptables([
    'case " $* " in',
    ...cases,
    `*) exec "${wrappedIptables}/$name" "$@" ;;`,
    'esac',
    String.raw`printf "%s: can't initialize %s table \140%s': Table does not exist (do you need to insmod?)\nPerhaps %s or your kernel needs to be upgraded.\n" "$name" "$name" "$table" "$name" >&2`,
    'exit 3',
  ]);
}

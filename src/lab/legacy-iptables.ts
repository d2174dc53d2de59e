/**
 * Commands, run in a lab's own mounts, that put iptables' legacy program where iptables is. Both are one program with many names, by
 * which it knows what it is to do, so one mount is all: iptables-save, -restore and ip6tables are legacy with it. Asking for a table
 * makes the kernel have it, or say that it was built without (CONFIG_IP_NF_IPTABLES_LEGACY).
 */
export const useLegacyIptables: readonly string[] = [
  'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'legacy=$(readlink -f "$(command -v xtables-legacy-multi || command -v iptables-legacy)") && [ -n "$legacy" ] || { echo "legacy iptables was asked for, and there is no xtables-legacy-multi here (Debian has it in the package iptables)" >&2; exit 1; }',
  'iptables=$(readlink -f "$(command -v iptables)"); [ "$iptables" = "$legacy" ] || mount --bind "$legacy" "$iptables"',
  'said=$(iptables -t nat -S 2>&1) || { echo "legacy iptables was asked for, and this kernel has no such tables: $said" >&2; exit 1; }',
];

/** Where iptables' own program is, under each of its names, while a script stands in front of it. */
export const wrappedIptables = '/run/docknet/iptables';

/** The names under which one program is all of iptables (xtables-nft-multi, xtables-legacy-multi), as far as engines call them. */
const names = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

/**
 * Commands, run in a lab's own mounts, that put a shell script in front of iptables: for what a kernel lacks cannot be taken away for one lab,
 * since all share the machine's, and iptables is where an engine hears of it. `$name` is the name the script was called by.
 */
export function wrapIptables(script: readonly string[]): string[] {
  return [
    'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `mkdir -p ${wrappedIptables}; multi=$(readlink -f "$(command -v iptables)"); cp "$multi" ${wrappedIptables}/multi`,
    `for name in ${names.join(' ')}; do ln -sf multi ${wrappedIptables}/$name; done`,
    `cat > ${wrappedIptables}/in-front <<'END'\n${['#!/bin/sh', 'name=${0##*/}', ...script].join('\n')}\nEND`,
    `chmod 755 ${wrappedIptables}/in-front; mount --bind ${wrappedIptables}/in-front "$multi"`,
  ];
}

/** Takes the script away again. */
export const unwrapIptables = 'umount "$(readlink -f "$(command -v iptables)")"';

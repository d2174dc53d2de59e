/** Where iptables' own program is, under each of its names, while a script stands in front of it. */
export const aside = '/run/docknet/iptables';

/** The names under which one program is all of iptables (xtables-nft-multi, xtables-legacy-multi), as far as engines call them. */
const names = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

/**
 * Commands, run in a lab's own mounts, that put a shell script in front of iptables: for what a kernel lacks cannot be taken away for one lab,
 * since all share the machine's, and iptables is where an engine hears of it. `$name` is the name the script was called by.
 */
export function standInFront(script: readonly string[]): string[] {
  return [
    'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `mkdir -p ${aside}; multi=$(readlink -f "$(command -v iptables)"); cp "$multi" ${aside}/multi`,
    `for name in ${names.join(' ')}; do ln -sf multi ${aside}/$name; done`,
    `cat > ${aside}/in-front <<'END'\n${['#!/bin/sh', 'name=${0##*/}', ...script].join('\n')}\nEND`,
    `chmod 755 ${aside}/in-front; mount --bind ${aside}/in-front "$multi"`,
  ];
}

/** Takes the script away again. */
export const standAside = 'umount "$(readlink -f "$(command -v iptables)")"';

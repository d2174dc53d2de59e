import { wrapped } from './program.js';
import type { Fault } from './types.js';

/*
 * Mistakes in docker-proxy, the process that holds a published port (moby, cmd/docker-proxy). It tells the engine on
 * file descriptor 3 that it listens: "0\n".
 */
const proxy = wrapped('docker-proxy', 'docker-proxy');
const published = ['publish', 'host', 'nat', 'upgrade', 'restart', 'lifecycle', 'gateway', 'ipv6'];

/** Returns a script that changes the value of an option. */
const withOption = (option: string, value: string): string[] => [
  `set -- $(printf '%s' "$line" | sed 's/ -${option} [^ ]*/ -${option} ${value}/')`,
];
const onlyFor = (protocol: string, script: readonly string[]): string[] => [
  `case $line in *" -proto ${protocol} "*) ${script.join('; ')} ;; esac`,
];
const absent = [String.raw`printf '0\n' >&3; exec sleep infinity`];

export const proxyFaults: readonly Fault[] = [
  proxy('absent', 'no process holds published ports', published, absent),
  proxy('udp-absent', 'no process holds published UDP ports', published, onlyFor('udp', absent)),
  proxy(
    'wrong-port',
    'it leads to the container’s port 81',
    published,
    onlyFor('tcp', withOption('container-port', '81')),
  ),
  proxy('udp-wrong-port', 'it leads to another UDP port of the container’s', published, [
    ...onlyFor('udp', withOption('container-port', '81')),
  ]),
  proxy('localhost-only', 'it listens at 127.0.0.1 alone', published, [
    'case $line in *" -use-listen-fd "*) ;; *) ' + withOption('host-ip', '127.0.0.1').join('') + ' ;; esac',
  ]),
  proxy('everywhere', 'it listens at all addresses', published, [
    'case $line in *" -use-listen-fd "*) ;; *) ' + withOption('host-ip', '0.0.0.0').join('') + ' ;; esac',
  ]),
];

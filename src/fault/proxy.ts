import { createProgramFault } from './program.js';
import type { CallChange, Fault } from './types.js';

/*
 * Mistakes in docker-proxy, the process that holds a published port (moby, cmd/docker-proxy). It reports on file
 * descriptor 3 that it listens: "0\n".
 */
const proxy = createProgramFault('docker-proxy', 'docker-proxy');
const published = ['publish', 'host', 'nat', 'upgrade', 'restart', 'lifecycle', 'gateway', 'ipv6'];

/** Returns a command that changes the value of an option. */
const setOption = (option: string, value: string): string =>
  `set -- $(printf '%s' "$line" | sed 's/ -${option} [^ ]*/ -${option} ${value}/')`;

/** Returns a change by a command for the ports of one protocol. */
const forProtocol = (protocol: 'tcp' | 'udp', command: string): CallChange => ({
  script: [`case $line in *" -proto ${protocol} "*) ${command} ;; esac`],
  affects: (call) => call.includes(` -proto ${protocol} `),
});

/** Returns a change of the address at which it listens, unless the engine listens for it (from 28 on). */
const listenAt = (address: string): CallChange => ({
  // Not of its process for IPv6, which would take the same port.
  script: [`case $line in *" -use-listen-fd "*|*" -host-ip ::"*) ;; *) ${setOption('host-ip', address)} ;; esac`],
  affects: (call) => !/ -use-listen-fd | -host-ip ::/.test(call) && !call.includes(` -host-ip ${address} `),
});

const beAbsent = String.raw`printf '0\n' >&3; exec sleep infinity`;
const missPort = setOption('container-port', '81');

export const proxyFaults: readonly Fault[] = [
  proxy('absent', 'no process holds published ports', published, { script: [beAbsent], affects: () => true }),
  proxy('udp-absent', 'no process holds published UDP ports', published, forProtocol('udp', beAbsent)),
  proxy('wrong-port', 'it leads to the container’s port 81', published, forProtocol('tcp', missPort)),
  proxy('udp-wrong-port', 'it leads to the container’s UDP port 81', published, forProtocol('udp', missPort)),
  proxy('localhost-only', 'it listens at 127.0.0.1 alone', published, listenAt('127.0.0.1')),
  proxy('everywhere', 'it listens at all addresses', published, listenAt('0.0.0.0')),
];

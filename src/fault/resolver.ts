import { addCommand } from './program.js';
import type { Fault } from './types.js';

/*
 * Mistakes in the answers of the engine's resolver. The engine makes rules in the container's network namespace that
 * lead to it; a rule of the fault's beside them changes the answers as they reach the container. Payload offsets are in
 * bits from the UDP header of 8 bytes (RFC 1035, section 4.1); on lo the kernel verifies no checksum.
 */
const resolver = (name: string, what: string, rules: string): Fault => ({
  id: `resolver/${name}`,
  what,
  areas: ['dns', 'user-bridge', 'restart', 'link', 'hosts'],
  appliesTo: { firewallBackend: 'iptables' },
  mistake: {
    kind: 'program',
    program: 'iptables',
    ...addCommand(
      '* DOCKER_POSTROUTING *-p udp *',
      `nft 'table ip fault { chain answers { type filter hook input priority 0; ip saddr 127.0.0.11 udp sport 53 ` +
        `jump change; } chain change { ${rules} } }'`,
    ),
  },
});

/** Changes the last byte of an answer: an A record ends with its address. */
const changeLastByte = Array.from({ length: 90 }, (_, n) => n + 40)
  .map((length) => `@th,112,16 != 0 udp length ${length} @th,${(length - 1) * 8},8 set 99;`)
  .join(' ');

export const resolverFaults: readonly Fault[] = [
  resolver('nxdomain', 'every name is answered with NXDOMAIN', '@th,88,8 set 0x83;'),
  resolver('empty', 'every answer lacks its records', '@th,112,16 set 0;'),
  resolver('wrong-address', 'the last address of an answer is another', changeLastByte),
];

import { createProgramFault } from './program.js';
import type { CallChange, Fault } from './types.js';

/*
 * Mistakes in the rules of an engine with the nftables backend (from 29 on), which gives nft a script: a line for each
 * rule of a chain, and one for each addition to a set or map and each removal from one (moby,
 * daemon/libnetwork/internal/nftables).
 */
const nft = createProgramFault('nft', 'nft');

const areas = ['nftables', 'nat', 'publish', 'gateway', 'isolation', 'lifecycle'];

/** Returns a change of the lines that match an expression of both sed(1) and JavaScript. @param command Of sed. */
const changeLines = (expression: string, command: string): CallChange => ({
  script: [`/${expression}/${command}`],
  affects: (line) => new RegExp(expression).test(line),
});

export const nftFaults: readonly Fault[] = [
  nft('masquerade-missing', 'what leaves is not translated', areas, changeLines('masquerade', 'd')),
  nft(
    'masquerade-any-source',
    'what a container forwards for others is translated too',
    areas,
    changeLines('masquerade', 's/ip saddr [^ ]*//'),
  ),
  nft('dnat-missing', 'published ports have no DNAT', areas, changeLines('dnat to', 'd')),
  nft(
    'dnat-any-address',
    'a port published at one address is translated at every address',
    areas,
    changeLines('dnat to', 's/ip daddr [^ ]*//'),
  ),
  nft('accept-missing', 'no accept for published ports', areas, changeLines('dport .* accept', 'd')),
  nft(
    'accept-any-port',
    'the accept for a published port lets every port through',
    areas,
    changeLines('dport .* accept', 's/[a-z]* dport [0-9]*//'),
  ),
  nft(
    'accept-any-container',
    'the accept for a published port lets that port of every container through',
    areas,
    changeLines('dport .* accept', 's/ip daddr [^ ]*//'),
  ),
  nft('unpublished-open', 'ports that are not published are open', areas, changeLines('UNPUBLISHED PORT DROP', 'd')),
  nft('direct-open', 'containers are reached at their own addresses', areas, changeLines('DROP DIRECT ACCESS', 'd')),
  nft('loopback-open', 'ports published at 127.0.0.1 are open to the LAN', areas, changeLines('REMOTE LOOPBACK', 'd')),
  nft('internal-open', 'an internal network has a way out', areas, changeLines('INTERNAL NETWORK', 'd')),
  nft('icc-inverted', 'neighbours are dropped, or accepted with icc off', areas, {
    script: ['/comment ICC/{s/accept/_/;s/drop/accept/;s/_/drop/}'],
    affects: (line) => line.includes('comment ICC'),
  }),
  nft(
    'replies-dropped',
    'no accept for answers to containers',
    areas,
    changeLines('ct state established,related', 'd'),
  ),
  nft('outgoing-dropped', 'no accept for what containers send out', areas, changeLines('OUTGOING', 'd')),
  nft(
    'network-unlisted',
    'the map of bridges does not lead to a new network’s rules',
    areas,
    changeLines('add element .*filter-forward-in-jumps', 'd'),
  ),
  nft('elements-left', 'what is removed from a map stays', areas, changeLines('^delete element', 'd')),
];

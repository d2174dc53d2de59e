import { EngineError } from './error.js';

/** One published port of a container. */
export interface Publication {
  /** Host address, null for every address. */
  readonly address: string | null;
  /** "8080"; "8000-8003" for a free port of these; empty for one that the engine chooses. */
  readonly hostPort: string;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/**
 * Reads `[[ADDRESS:][HOSTPORT]:]CONTAINERPORT[/PROTOCOL]` as `docker run -p` does, an IPv6 address in brackets. Both
 * ports may be ranges: equally long ones are mapped pair by pair, and of a range for one container port the engine
 * takes a free port.
 *
 * @returns a publication for each container port.
 * @throws EngineError on anything else.
 */
export function parsePublication(text: string): Publication[] {
  const match =
    /^(?:(?:(\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\]):)?(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/.exec(text);
  const [, address = null, hostPort = '', containerPort = '', protocol = 'tcp'] = match ?? [];
  const [hosts, targets] = [portsOf(hostPort), portsOf(containerPort)];
  if (
    match === null ||
    targets.length === 0 ||
    (targets.length > 1 && hostPort !== '' && hosts.length !== targets.length)
  )
    throw new EngineError(
      `"${text}" is not a port to publish: write [[ADDRESS:][HOSTPORT]:]CONTAINERPORT[/tcp|/udp|/sctp], with ` +
        'equally long ranges of ports or one container port',
    );
  return targets.map((port, n) => ({
    address: address?.replaceAll(/[[\]]/g, '') ?? null,
    hostPort: targets.length === 1 ? hostPort : String(hosts[n] ?? ''),
    containerPort: port,
    protocol: protocol as Publication['protocol'],
  }));
}

/** Lists the ports of "7001-7003" or "80"; none of an empty text. */
function portsOf(text: string): number[] {
  if (text === '') return [];
  const [first = 0, last = first] = text.split('-').map(Number);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

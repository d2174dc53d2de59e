import { type Link, parseLinks } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import { TraceError } from './types.js';

/** The machine that an engine runs on, as `ip` lists it. */
export interface Machine {
  readonly links: readonly Link[];
  /** Interfaces of the default routes, IPv4's first. */
  readonly uplinks: readonly string[];
  /**
   * Names of the machine's own addresses: `host`, or the bridge of a bridge's own. Without loopback's, which every
   * netns has.
   */
  readonly addresses: ReadonlyMap<string, string>;
}

interface IpAddress {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local?: string }[];
}
interface IpRoute {
  readonly dev?: string;
}

/** Lists the machine's interfaces, addresses and default routes. @throws TraceError if `ip` fails. */
export async function readMachine(): Promise<Machine> {
  const [links, addresses, four, six] = await Promise.all([
    runIp([], 'link'),
    runIp([], 'address'),
    runIp([], 'route', 'show', 'default'),
    runIp(['-6'], 'route', 'show', 'default').catch(() => '[]'),
  ]);
  const routes = [...parse<IpRoute>(four), ...parse<IpRoute>(six)];
  const all = parseLinks(links);
  const bridges = new Set(all.filter(({ type }) => type === 'bridge').map(({ name }) => name));
  const named = parse<IpAddress>(addresses)
    .filter(({ ifname }) => ifname !== 'lo')
    .flatMap(({ ifname, addr_info }) =>
      addr_info.flatMap(({ local }) =>
        local === undefined ? [] : [[local, bridges.has(ifname) ? ifname : 'host'] as const],
      ),
    );
  return { links: all, uplinks: [...new Set(routes.flatMap(({ dev }) => dev ?? []))], addresses: new Map(named) };
}

/** Lists the interfaces of a network namespace. @throws TraceError if it no longer exists. */
export async function listLinks(namespace: string): Promise<Link[]> {
  const { stdout, status, stderr } = await runCommand(['ip', '-json', '-details', 'link'], {
    prefix: ['nsenter', `--net=${namespace}`, '--'],
  });
  if (status !== 0) throw new TraceError(`Cannot list the interfaces in ${namespace}: ${stderr.trim()}`);
  return parseLinks(stdout);
}

async function runIp(flags: readonly string[], ...words: readonly string[]): Promise<string> {
  const { stdout, status, stderr, command } = await runCommand(['ip', '-json', '-details', ...flags, ...words]);
  if (status !== 0) throw new TraceError(`Command failed: ${command}: ${stderr.trim()}. Install iproute2.`);
  return stdout;
}

/** Parses the output of `ip -json`, which some versions leave empty instead of printing an empty list. */
function parse<T>(json: string): T[] {
  return JSON.parse(json.trim() === '' ? '[]' : json) as T[];
}

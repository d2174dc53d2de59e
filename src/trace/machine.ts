import { type Link, parseLinks } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import { TraceError } from './types.js';

/** The machine that an engine runs on, as `ip` describes it. */
export interface Machine {
  readonly links: readonly Link[];
  /** Interfaces that the default routes leave by, IPv4's first. */
  readonly uplinks: readonly string[];
  /** The machine's own addresses and what to call each: `host`, or a bridge's own by the bridge. Loopback's are left out: every place has those. */
  readonly addresses: ReadonlyMap<string, string>;
}

interface IpAddress {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local?: string }[];
}
interface IpRoute {
  readonly dev?: string;
}

/** Asks the machine for its interfaces, its addresses and its default routes. @throws TraceError where `ip` cannot tell. */
export async function readMachine(): Promise<Machine> {
  const [links, addresses, four, six] = await Promise.all([
    ask([], 'link'),
    ask([], 'address'),
    ask([], 'route', 'show', 'default'),
    ask(['-6'], 'route', 'show', 'default').catch(() => '[]'),
  ]);
  const routes = [...parsed<IpRoute>(four), ...parsed<IpRoute>(six)];
  const all = parseLinks(links);
  const bridges = new Set(all.filter(({ type }) => type === 'bridge').map(({ name }) => name));
  return {
    links: all,
    uplinks: [...new Set(routes.flatMap(({ dev }) => (dev === undefined ? [] : [dev])))],
    addresses: new Map(
      parsed<IpAddress>(addresses)
        .filter(({ ifname }) => ifname !== 'lo')
        .flatMap(({ ifname, addr_info }) =>
          addr_info.flatMap(({ local }) =>
            local === undefined ? [] : [[local, bridges.has(ifname) ? ifname : 'host'] as const],
          ),
        ),
    ),
  };
}

/** The interfaces of a network namespace. @throws TraceError where it is not there any more. */
export async function linksIn(namespace: string): Promise<Link[]> {
  const { stdout, status, stderr } = await runCommand(['ip', '-json', '-details', 'link'], {
    prefix: ['nsenter', `--net=${namespace}`, '--'],
  });
  if (status !== 0) throw new TraceError(`the interfaces in ${namespace} could not be read: ${stderr.trim()}`);
  return parseLinks(stdout);
}

async function ask(flags: readonly string[], ...words: readonly string[]): Promise<string> {
  const { stdout, status, stderr, command } = await runCommand(['ip', '-json', '-details', ...flags, ...words]);
  if (status !== 0) throw new TraceError(`"${command}" failed on this machine: ${stderr.trim()}. Install iproute2.`);
  return stdout;
}

/** What `ip -json` printed; some versions print nothing where there is nothing to list. */
function parsed<T>(json: string): T[] {
  return JSON.parse(json.trim() === '' ? '[]' : json) as T[];
}

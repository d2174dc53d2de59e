import { readlink } from 'node:fs/promises';
import { parseLinks, type Link } from '../../lab/index.js';
import type { FirewallListing } from '../words/firewall.js';
import { LiveEndpoint, type CommandRunner, type RunCommand } from './endpoint.js';
import {
  selectRules,
  listRuleset,
  parseAddresses,
  parseHosts,
  parseListeners,
  parseNeighbours,
  parseResolvConf,
  parseRoutes,
  type HostsEntry,
  type InterfaceAddress,
  type Listeners,
  type Neighbour,
  type ResolvConf,
  type Route,
  type RuleListing,
  type RuleSelection,
} from './listings.js';

/** How commands run in a place with a firewall and files of its own. */
export interface SystemRunner extends CommandRunner {
  /** Runs a program of the place's own root file system. */
  readonly runOwn: RunCommand;
  /** Runs iptables-save on the place's firewall, in the backend that its rules are in. */
  readonly runIptables: RunCommand;
}

/** Which addresses a listing is about: IPv4 if absent. */
interface OfFamily {
  readonly family?: 4 | 6;
}

/**
 * A place whose interfaces, addresses, routes, sockets, files and firewall can be listed: the docker host, a router, a
 * container.
 */
export abstract class LiveSystem extends LiveEndpoint {
  constructor(protected override readonly here: SystemRunner) {
    super(here);
  }

  /** Path of its network namespace. */
  abstract get namespacePath(): string;

  /** Returns the identity of its network namespace: "net:[4026532345]". */
  async netns(): Promise<string> {
    return readlink(this.namespacePath);
  }

  /** Lists its interfaces. */
  async links(): Promise<Link[]> {
    return parseLinks(await this.inNetwork('ip', '-json', '-details', 'link'));
  }

  /** Lists the addresses of its interfaces: IPv4, or IPv6 with link-local ones. */
  async addresses({ family = 4 }: OfFamily = {}): Promise<InterfaceAddress[]> {
    return parseAddresses(await this.inNetwork('ip', '-json', `-${family}`, 'address'));
  }

  /** Lists its routes of the main table: IPv4, or IPv6 with those to link-local addresses. */
  async routes({ family = 4 }: OfFamily = {}): Promise<Route[]> {
    return parseRoutes(await this.inNetwork('ip', '-json', `-${family}`, 'route'));
  }

  /** Lists the hardware addresses that it knows of its neighbours. */
  async neighbours({ family = 4 }: OfFamily = {}): Promise<Neighbour[]> {
    return parseNeighbours(await this.inNetwork('ip', '-json', `-${family}`, 'neighbour'));
  }

  /** Lists the TCP and UDP sockets that listen in its network namespace, with their programs. */
  async listeners(): Promise<Listeners> {
    const sockets = parseListeners(await this.inNetwork('ss', '-Hlntup'));
    return { kind: 'listeners', place: this.here.key, sockets };
  }

  /** Lists the rules of its IPv4 firewall, all or those selected. */
  async rules(selection: RuleSelection = {}): Promise<RuleListing[]> {
    return selectRules((await this.firewall()).text, selection);
  }

  /** Lists the rules of its IPv4 firewall, its user-defined chains, and the policies that are not ACCEPT. */
  async ruleset(): Promise<RuleListing[]> {
    return listRuleset((await this.firewall()).text);
  }

  /** Keeps its IPv4 firewall with its counters, for `firewallOf`. */
  async firewall(): Promise<FirewallListing> {
    const { stdout, stderr, status } = await this.here.runIptables(['iptables-save', '-c']);
    if (status !== 0) throw new Error(`iptables-save failed on ${this.here.key}: ${stderr.trim()}`);
    return { kind: 'firewall', place: this.here.key, text: stdout };
  }

  /** Reads its /etc/resolv.conf. */
  async resolvConf(): Promise<ResolvConf> {
    return parseResolvConf(await this.read('/etc/resolv.conf'));
  }

  /** Reads its /etc/hosts. */
  async hostsFile(): Promise<HostsEntry[]> {
    return parseHosts(await this.read('/etc/hosts'));
  }

  /** Returns a file's contents; empty if there is no such file. */
  async read(path: string): Promise<string> {
    return (await this.here.runOwn(['cat', path])).stdout;
  }

  /** Runs a shell command and returns what it printed. */
  async sh(command: string): Promise<string> {
    return (await this.here.runOwn(['sh', '-c', command])).stdout;
  }

  private async inNetwork(...argv: readonly string[]): Promise<string> {
    return (await this.here.runInNetwork(argv)).stdout;
  }
}

import { release } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { compare, gt, valid } from 'semver';
import type { AnyCheck, Spec } from '../../check/index.js';
import {
  findEngine,
  isFirewallBackend,
  listCachedEngines,
  type DaemonSettings,
  type EngineChoice,
  type FirewallBackend,
} from '../../engine/index.js';
import { describeVariant, readModules, type KernelVariant } from '../../machine/index.js';
import { includesEngine } from '../../record/index.js';
import type { Lab, LabParts, NewerEngine } from '../../lab/index.js';
import { givenOf } from '../fixture/apply-sabotage.js';

/** The engine of a cell, and the settings under which every check runs there. */
export interface CellEngine {
  readonly kind: EngineChoice['kind'];
  readonly version: string;
  /** What it makes its rules with, if a check does not set it otherwise. */
  readonly firewallBackend: FirewallBackend;
  readonly settings: DaemonSettings;
  /** Whether it runs in a virtual machine that was booted for its checks. */
  readonly inGuest: boolean;
}

/** Returns why a check does not apply to an engine; null if it does. */
export function whyNotApplicable(check: AnyCheck, sabotaged: boolean, engine: CellEngine): string | null {
  if (engine.kind === 'host') {
    if (isGiven(check, 'engine'))
      return 'it needs an engine with settings of its own; docknet does not change this machine’s engine';
    if (isGiven(check, 'firewalld')) return 'it starts firewalld and the engine anew';
    if (isGiven(check, 'newer-engines')) return 'it upgrades the engine; docknet does not change this machine’s engine';
    if (isGiven(check, 'docker-host')) return 'it needs a second docker host, which only a lab has';
    if (check.notOnHost !== undefined) return check.notOnHost;
  }
  const variant = kernelOf(check, false);
  if (variant !== null && !engine.inGuest)
    return `it needs a virtual machine of its own, with a kernel ${describeVariant(variant)}. Pass --kernel NAME`;
  const { settings, swarm } = labSpecOf(check, sabotaged);
  if (swarm && engine.firewallBackend === 'nftables')
    return 'it needs a swarm, which an engine with the nftables backend refuses';
  const needed = {
    ...(publishesOnDefaultAddress(check) ? { ip: null } : {}),
    // An engine with live-restore refuses a swarm.
    ...(swarm ? { 'live-restore': false } : {}),
    ...check.needs,
    ...settings,
  };
  return whyOutsideRange(check, settings, engine) ?? whyContradicting(needed, engine.settings);
}

function whyOutsideRange({ appliesTo }: AnyCheck, settings: DaemonSettings, engine: CellEngine): string | null {
  const own = settings['firewall-backend'];
  const firewallBackend = isFirewallBackend(own) ? own : engine.firewallBackend;
  const { version } = engine;
  if (appliesTo === undefined || includesEngine(appliesTo, { version, firewallBackend })) return null;
  const backend = appliesTo.firewallBackend === undefined ? '' : ` with the ${firewallBackend} backend`;
  return `${appliesTo.because}; this engine is ${version}${backend}`;
}

/** Explains that a check needs another value of a setting than every check is run with. */
function whyContradicting(needed: DaemonSettings, given: DaemonSettings): string | null {
  const key = Object.keys(needed).find((name) => name in given && !isDeepStrictEqual(needed[name], given[name]));
  if (key === undefined) return null;
  const value = needed[key] === null ? 'at its default' : JSON.stringify(needed[key]);
  return `it needs ${key} ${value}, and this run sets ${key} to ${JSON.stringify(given[key])}`;
}

/** Whether a container publishes a port without naming an address: on the one that the setting `ip` names. */
const publishesOnDefaultAddress = ({ given }: AnyCheck): boolean =>
  Object.values(given).some(
    (spec) =>
      spec.kind === 'container' && (spec.publishAll || spec.publish.some((port) => !/^(?:\{|\[|\d+\.)/.test(port))),
  );

/** Returns the settings under which every check of a cell runs. */
export const settingsOfCell = ({
  daemonConfig,
  firewallBackend,
}: {
  readonly daemonConfig: DaemonSettings;
  readonly firewallBackend: FirewallBackend | null;
}): DaemonSettings => ({
  ...daemonConfig,
  ...(firewallBackend === null ? {} : { 'firewall-backend': firewallBackend }),
});

/**
 * Lists the engines of a cache that are newer than a version, the oldest first, each version once.
 *
 * @throws EngineError if the cache cannot be read.
 */
export async function newerEnginesIn(cache: string, version: string): Promise<NewerEngine[]> {
  const newer = (await listCachedEngines(cache))
    // A static bundle has no root file system to enter.
    .filter(({ base, version: newer }) => base !== '' && valid(newer) !== null && gt(newer, version))
    .sort((a, b) => compare(a.version, b.version));
  const distinct = newer.filter((engine, n) => newer[n - 1]?.version !== engine.version);
  return Promise.all(
    distinct.map(async (engine) => ({
      name: engine.name,
      version: engine.version,
      program: await findEngine({ kind: 'directory', directory: engine.root }),
    })),
  );
}

/** Explains that there is no engine to upgrade to. */
export const noNewerEngine = (version: string): string =>
  `it upgrades the engine, and no fetched engine is newer than ${version}. ` +
  'Fetch one: sudo docknet engine fetch docker:latest';

/** Returns the kernel that a check needs; null if any will do. */
export const kernelOf = (check: AnyCheck, sabotaged: boolean): KernelVariant | null =>
  Object.values(givenOf(check, sabotaged)).find((spec) => spec.kind === 'kernel') ?? null;

/**
 * Returns why the running kernel cannot be without the modules that a check does without: they are built in. null if it
 * can.
 */
export async function whyBuiltIn(check: AnyCheck): Promise<string | null> {
  const variant = kernelOf(check, false);
  if (variant === null || variant.without.length === 0) return null;
  const { builtin } = await readModules(`/lib/modules/${release()}`);
  const fixed = variant.without.filter((name) => builtin.has(name));
  return fixed.length === 0 ? null : `${fixed.join(' and ')} is built into the kernel ${release()}`;
}

/** Returns whether a check is given something of a kind. */
export const isGiven = (check: AnyCheck, kind: Spec['kind']): boolean =>
  Object.values(check.given).some((spec) => spec.kind === kind);

/** How a lab is built: the engine's settings, the host's sysctls, and whether newer engines are at hand. */
export interface LabSpec extends Pick<LabParts, 'settings' | 'sysctls' | 'missingTables'> {
  readonly upgrades: boolean;
  /** Whether a second docker host is on its LAN, in one swarm with the first. */
  readonly swarm: boolean;
  /** Whether one of its networks has IPv6. */
  readonly ipv6: boolean;
}

/** An engine and a host without settings of their own: every worker's first lab. */
export const plainLab: LabSpec = {
  settings: {},
  sysctls: {},
  missingTables: [],
  upgrades: false,
  swarm: false,
  ipv6: false,
};

/** Returns the spec of the lab that a check needs. */
export function labSpecOf(check: AnyCheck, sabotaged: boolean): LabSpec {
  const specs = Object.values(givenOf(check, sabotaged));
  const { settings, sysctls, missingTables } = specs.find((spec) => spec.kind === 'engine') ?? plainLab;
  return {
    settings,
    sysctls,
    missingTables,
    upgrades: specs.some(({ kind }) => kind === 'newer-engines'),
    swarm: specs.some(({ kind }) => kind === 'docker-host'),
    ipv6: settings['ipv6'] === true || specs.some((s) => s.kind === 'bridge' && s.addressing.ipv6 !== undefined),
  };
}

const ipv6Forwarding = { 'net.ipv6.conf.all.forwarding': 1, 'net.ipv6.conf.default.forwarding': 1 };

/**
 * Adds the settings under which every check of a cell runs; the lab's own come first. The host forwards, unless the lab
 * sets that itself, if the engine does not turn forwarding on: with the nftables backend, or if its user told it so.
 * Such an engine refuses a network with IPv6 on a host that does not forward IPv6.
 */
export function configureLab({ settings: own, sysctls, ...spec }: LabSpec, cell: DaemonSettings): LabSpec {
  const settings = { ...cell, ...own };
  const forwarding =
    settings['firewall-backend'] === 'nftables' || cell['ip-forward'] === false
      ? { 'net.ipv4.ip_forward': 1, ...(spec.ipv6 ? ipv6Forwarding : {}) }
      : {};
  return { ...spec, settings, sysctls: { ...forwarding, ...sysctls } };
}

/** Returns the spec that a lab was built with. */
export const specOfLab = ({ parts: { settings, sysctls, missingTables, newer, secondHost } }: Lab): LabSpec => ({
  settings,
  sysctls,
  missingTables,
  upgrades: newer.length > 0,
  swarm: secondHost !== null,
  ipv6: 'net.ipv6.conf.all.forwarding' in sysctls,
});

/** Returns a key that is equal for equal specs. */
export const labKey = ({ settings, sysctls, missingTables, upgrades, swarm }: LabSpec): string =>
  JSON.stringify([
    ...[settings, sysctls].map((values) => Object.entries(values).sort()),
    missingTables,
    upgrades,
    swarm,
  ]);

import { readFile } from 'node:fs/promises';
import { satisfies } from 'semver';
import {
  findEngine,
  isFirewallBackend,
  parseDaemonConfig,
  readEngineVersion,
  type DaemonConfig,
  type FirewallBackend,
} from '../../engine/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { messageOf, UsageError } from '../errors.js';
import type { ChosenEngine } from './engines.js';

/** Options of `docknet run` and `docknet prove` about the settings of every check's engine. */
export interface EngineSettingsOptions {
  /** One or more; several make a cell each. */
  readonly firewallBackend?: readonly string[];
  /** Path of a daemon.json. */
  readonly daemonConfig?: string;
}

/** The cells of a session, and what its user should know about their settings. */
export interface ConfiguredEngines {
  readonly engines: readonly NamedEngine[];
  readonly notes: readonly string[];
}

const noConfig: DaemonConfig = { settings: {}, firewallBackend: null, ignored: [] };

/**
 * Applies `--firewall-backend` and `--daemon-config` to engines: a cell for each engine with each backend.
 *
 * @throws UsageError for an unusable value or file, options that contradict each other, and with `--engine host`.
 */
export async function configureEngines(
  engines: readonly ChosenEngine[],
  { firewallBackend: names = [], daemonConfig: file }: EngineSettingsOptions,
): Promise<ConfiguredEngines> {
  const option = names.length > 0 ? '--firewall-backend' : '--daemon-config';
  if ((names.length > 0 || file !== undefined) && engines.some(({ choice }) => choice.kind === 'host'))
    throw new UsageError(
      `${option} applies to labs; --engine host uses this machine’s engine as it is configured. Remove one of the two.`,
    );
  const config = file === undefined ? noConfig : await readConfig(file);
  const backends = chooseBackends(names, config, file ?? '');
  return {
    engines: engines.flatMap(({ name, choice }) =>
      backends.map((firewallBackend) => ({
        name: firewallBackend === 'nftables' ? `${name}+nftables` : name,
        choice,
        firewallBackend,
        daemonConfig: config.settings,
        kernel: null,
      })),
    ),
    notes: [
      ...(config.ignored.length === 0
        ? []
        : [`${file ?? ''}: ignored, because every lab has its own: ${config.ignored.join(', ')}`]),
      ...(backends.includes('nftables')
        ? ['labs with the nftables backend start with net.ipv4.ip_forward=1, which such an engine does not set']
        : []),
    ],
  };
}

async function readConfig(file: string): Promise<DaemonConfig> {
  try {
    return parseDaemonConfig(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`--daemon-config ${file}: ${messageOf(cause)}`, { cause });
  }
}

function chooseBackends(
  names: readonly string[],
  { firewallBackend }: DaemonConfig,
  file: string,
): readonly (FirewallBackend | null)[] {
  if (names.length === 0) return [firewallBackend];
  return [...new Set(names)].map((name) => {
    if (!isFirewallBackend(name)) throw new UsageError(`--firewall-backend ${name}: pass iptables or nftables.`);
    if (firewallBackend !== null && firewallBackend !== name)
      throw new UsageError(
        `--firewall-backend ${name}: ${file} sets "firewall-backend" to "${firewallBackend}". Remove one of the two.`,
      );
    return name;
  });
}

/** The engines that have the setting `firewall-backend`. */
const enginesWithBackends = '>=29.0.0-0';

/**
 * Returns the engines with the backends that they can be started with: one without the setting has iptables. Needs
 * root, to ask root file systems for their version.
 *
 * @throws UsageError if an engine is too old for nftables. @throws EngineError if a version cannot be read.
 */
export async function resolveBackends(engines: readonly NamedEngine[]): Promise<NamedEngine[]> {
  const tooOld: string[] = [];
  const resolved: NamedEngine[] = [];
  for (const engine of engines) {
    const version = engine.firewallBackend === null ? '' : await readEngineVersion(await findEngine(engine.choice));
    const hasSetting = satisfies(version, enginesWithBackends, { includePrerelease: true });
    if (!hasSetting && engine.firewallBackend === 'nftables')
      tooOld.push(`${engine.name.replace(/\+nftables$/, '')} is ${version}`);
    resolved.push(hasSetting ? engine : { ...engine, firewallBackend: null });
  }
  if (tooOld.length > 0)
    throw new UsageError(
      `The nftables firewall backend needs an engine 29.0.0 or newer; ${tooOld.join(', ')}. ` +
        'Pass a newer --engine, or do without the backend.',
    );
  return resolved;
}

/** What makes an engine's firewall rules: its setting `firewall-backend`. */
export type FirewallBackend = 'iptables' | 'nftables';

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Settings of daemon.json: `{ "userland-proxy": false }`. */
export type DaemonSettings = Readonly<Record<string, JsonValue>>;

/** A user's daemon.json, as far as labs can use it. */
export interface DaemonConfig {
  /** Without the keys below and without `firewall-backend`. */
  readonly settings: DaemonSettings;
  /** Its `firewall-backend`; null if it has none. */
  readonly firewallBackend: FirewallBackend | null;
  /** Its keys that labs do not use. */
  readonly ignored: readonly string[];
}

/** Keys that a lab sets itself or has no files, users or services for. None concerns bridge networks. */
const keysOfLabs: ReadonlySet<string> = new Set([
  // Where the engine keeps its state and listens.
  'data-root',
  'graph',
  'exec-root',
  'pidfile',
  'hosts',
  'group',
  'tls',
  'tlscacert',
  'tlscert',
  'tlskey',
  'tlsverify',
  // How it runs containers.
  'storage-driver',
  'storage-opts',
  'containerd',
  'containerd-namespace',
  'containerd-plugin-namespace',
  'cgroup-parent',
  'exec-opts',
  'runtimes',
  'default-runtime',
  'init-path',
  'userns-remap',
  'seccomp-profile',
  'selinux-enabled',
  'default-ulimits',
  'features',
  'authorization-plugins',
  // Logs that docknet reads.
  'log-driver',
  'log-opts',
  'log-level',
  'log-format',
]);

/**
 * Parses a daemon.json.
 *
 * @throws Error if it is no JSON object, or has a value with which no check can run. The message continues "FILE: ".
 */
export function parseDaemonConfig(text: string): DaemonConfig {
  const { 'firewall-backend': firewallBackend = null, ...settings } = parseObject(text);
  if (firewallBackend !== null && !isFirewallBackend(firewallBackend))
    throw new Error(
      `"firewall-backend" is ${JSON.stringify(firewallBackend)}. Its values are "iptables" and "nftables".`,
    );
  const { bridge, iptables } = settings;
  if (bridge !== undefined && bridge !== '' && bridge !== 'docker0')
    throw new Error(
      `"bridge" is ${JSON.stringify(bridge)}. The checks need the default bridge docker0; remove the key.`,
    );
  if (iptables === false)
    throw new Error(
      '"iptables" is false. The checks are about the engine’s rules; remove the key. ' +
        'firewall/iptables-off and publish/proxy-without-iptables run an engine without.',
    );
  const keys = Object.keys(settings);
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([key]) => !keysOfLabs.has(key))),
    firewallBackend,
    ignored: keys.filter((key) => keysOfLabs.has(key)),
  };
}

/** Returns whether a value is one of `firewall-backend`. */
export const isFirewallBackend = (value: unknown): value is FirewallBackend =>
  value === 'iptables' || value === 'nftables';

function parseObject(text: string): DaemonSettings {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new Error(`it is not JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`it is not a JSON object such as { "userland-proxy": false }.`);
  return value as DaemonSettings;
}

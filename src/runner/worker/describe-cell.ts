import { readFile } from 'node:fs/promises';
import { arch, cpus, release, version } from 'node:os';
import { describeVerification, type EngineDescription } from '../../engine/index.js';
import type { Lab } from '../../lab/index.js';
import type { Cell } from '../../record/index.js';
import type { WorkerSetup } from './protocol.js';

/** Sysctls that change what containers can reach. */
const sysctls = [
  'net.ipv4.ip_forward',
  'net.ipv4.conf.all.route_localnet',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.default.rp_filter',
  'net.bridge.bridge-nf-call-iptables',
  'net.bridge.bridge-nf-call-ip6tables',
  'net.ipv6.conf.all.disable_ipv6',
  'net.ipv6.conf.all.forwarding',
  'net.netfilter.nf_conntrack_max',
];

/** Describes the environment a run is from, as seen from inside its lab. */
export async function describeCell(
  lab: Lab,
  { engine: choice, daemonConfig }: Pick<WorkerSetup, 'engine' | 'daemonConfig'>,
  engine: EngineDescription,
): Promise<Cell> {
  const [iptables, nft, values, os, verified] = await Promise.all([
    lab.runOnHost(['iptables', '--version']),
    lab.runOnHost(['nft', '--version']),
    readSysctls(lab),
    readFile('/etc/os-release', 'utf8').catch(() => ''),
    describeVerification(choice, lab.parts.program?.path ?? null),
  ]);
  const [cpu] = cpus();
  return {
    engine: {
      kind: choice.kind,
      version: engine.version,
      apiVersion: engine.apiVersion,
      containerd: engine.containerd,
      runc: engine.runc,
      path: lab.parts.program?.path ?? lab.engine.socket,
      daemonConfig: Object.fromEntries(Object.entries(daemonConfig).map(([k, v]) => [k, JSON.stringify(v)])),
      verified,
    },
    kernel: { release: release(), version: version() },
    architecture: arch(),
    system: /^PRETTY_NAME="?([^"\n]*)/m.exec(os)?.[1] ?? 'unknown',
    cpu: { model: cpu?.model ?? 'unknown', count: cpus().length },
    firewall: {
      backend: engine.firewallBackend,
      program: iptables.stdout.includes('nf_tables') ? 'nf_tables' : 'legacy',
      iptables: /v([\d.]+)/.exec(iptables.stdout)?.[1] ?? 'unknown',
      nft: /v([\d.]+)/.exec(nft.stdout)?.[1] ?? 'none',
    },
    cgroup: engine.cgroup,
    sysctls: values,
  };
}

async function readSysctls(lab: Lab): Promise<Record<string, string>> {
  const result = await lab.run(lab.hostNetworkPrefix, ['sysctl', '-e', ...sysctls]);
  return Object.fromEntries(
    result.stdout
      .split('\n')
      .filter((line) => line.includes(' = '))
      .map((line) => {
        const [name = '', value = ''] = line.split(' = ');
        return [name, value];
      }),
  );
}

import { EngineClient, startDaemon, type Daemon, type DaemonSettings, type EngineProgram } from '../engine/index.js';
import { quote, runCommand, type CommandPrefix } from '../process/index.js';
import { LabError } from './error.js';
import { buildFixtureImage, fixtureImage } from './image.js';
import { labPrefix, type LabInit } from './lab-init.js';
import { disableForwarding, disableIpv6, sysctlCommands, type LanPlan, type Sysctls } from './plan.js';

/** A second docker host on a lab's first LAN, with an engine of its own. It descends from the lab's init process. */
export interface SecondHost {
  readonly address: string;
  readonly uplink: string;
  /** Path of its network namespace. */
  readonly namespace: string;
  /** The machine's path of a sysfs that shows its interfaces. */
  readonly sys: string;
  /** Enters its network, with the lab's files. */
  readonly prefix: CommandPrefix;
  readonly engine: EngineClient;
  readonly daemon: Daemon;
}

/** The name of its network namespace in the lab. */
const namespace = 'second-host';

/** What is /run there: a directory of the lab's, so that its sockets and its engine's data have paths in the lab. */
const runDirectory = '/run/docknet/second-host';

/** The directory of the lab in which a sysfs shows its interfaces. */
const sysDirectory = '/run/docknet/second-host-sys';

/**
 * Makes a second docker host: a network namespace on the LAN's switch, and in it an engine with the lab's files, a /run
 * of its own and a host name of its own.
 *
 * @throws LabError or EngineError if it cannot be made.
 */
export async function startSecondHost(
  init: LabInit,
  lan: LanPlan,
  sysctls: Sysctls,
  engine: {
    readonly program: EngineProgram;
    readonly settings: DaemonSettings;
    readonly cgroupParent: string;
    readonly timeoutMs: number;
  },
): Promise<SecondHost> {
  const address = lan.address.replace(/\d+$/, '5');
  const prefix = labPrefix(init);
  const script = ['set -e', ...networkCommands(lan, address, sysctls)].join('\n');
  const { status, stderr } = await runCommand(['sh', '-c', script], { prefix });
  if (status !== 0) throw new LabError(`the second docker host could not be made: ${stderr.trim()}`);
  const daemon = await startDaemon({
    ...engine,
    prefix: [...prefix, 'unshare', '--mount', '--uts', '--', 'sh', '-c', enter, 'second-host'],
    toMachinePath: (path) => init.path(path.replace('/run', runDirectory)),
  });
  const client = new EngineClient(daemon.socket, { viaTestcontainers: false });
  await client.importImage(await buildFixtureImage(), fixtureImage);
  return {
    address,
    uplink: lan.uplink,
    namespace: init.path(`/run/netns/${namespace}`),
    sys: init.path(sysDirectory),
    prefix: [...prefix, 'nsenter', `--net=/run/netns/${namespace}`, '--'],
    engine: client,
    daemon,
  };
}

const networkCommands = (lan: LanPlan, address: string, sysctls: Sysctls): string[] => [
  `ip netns add ${namespace}`,
  disableIpv6(namespace),
  `ip netns exec ${namespace} sh -c ${quote([disableForwarding, ...sysctlCommands(sysctls)].join('; '))}`,
  `ip -n ${lan.name} link add ${namespace} type veth peer name ${lan.uplink} netns ${namespace}`,
  `ip -n ${lan.name} link set ${namespace} master switch up`,
  `ip -n ${namespace} link set lo up`,
  `ip -n ${namespace} address add ${address}/${lan.prefix} dev ${lan.uplink}`,
  `ip -n ${namespace} link set ${lan.uplink} up`,
  `mkdir -p ${runDirectory}/docknet/data ${runDirectory}/lock ${sysDirectory}`,
  `nsenter --net=/run/netns/${namespace} mount -t sysfs sysfs ${sysDirectory}`,
];

/** Parts of /sys that stay the lab's. */
const sharedSys = ['fs/cgroup', 'kernel/security'];

/** Enters the second host's mounts, host name and network, and runs a command there. */
const enter = [
  'set -e',
  'hostname second-host',
  ...sharedSys.map((part) => `[ ! -d /sys/${part} ] || mount --rbind /sys/${part} ${sysDirectory}/${part}`),
  `mount --rbind ${sysDirectory} /sys`,
  `exec nsenter --net=/run/netns/${namespace} -- sh -c 'mount --rbind ${runDirectory} /run; exec "$@"' sh "$@"`,
].join('\n');

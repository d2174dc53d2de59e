import { startProcess } from '../../process/index.js';
import { LabError, type Lab } from '../../lab/index.js';
import { logStep, timeStep, type CheckContext } from './context.js';

/** The directory of the D-Bus socket on the docker host, as every process in the lab's pid namespace finds it. */
const hostBus = '/proc/1/root/run/dbus';

/** Enters the docker host's network and the lab's pid namespace, with the machine's files and a /run of its own. */
const enter = (lab: Lab): string[] => {
  const { pid } = lab.parts.init;
  const namespaces = ['nsenter', '--target', String(pid), '--pid', `--net=${lab.parts.hostNamespace}`, '--'];
  return [...namespaces, 'unshare', '--mount', '--'];
};

/** Mounts what firewalld writes to, over the machine's directories. */
const mounts = [
  'mount -t proc proc /proc',
  'for directory in /run /var/log /etc/firewalld; do mount -t tmpfs tmpfs $directory; done',
  `export DBUS_SYSTEM_BUS_ADDRESS=unix:path=${hostBus}/system_bus_socket`,
];

/**
 * Starts a D-Bus and firewalld, prints a line, and ends both at the end of standard input. The bus listens in its own
 * mount namespace, where polkitd finds it, and the docker host's /run has a link to it.
 */
const program = [
  'set -e',
  ...mounts,
  'mkdir -p /run/lock /run/dbus',
  'bus=$(dbus-daemon --system --fork --nopidfile --print-pid --address=unix:path=/run/dbus/system_bus_socket)',
  `ln -sfn /proc/$bus/root/run/dbus ${hostBus}`,
  'firewalld --nofork --nopid >&2 & firewalld=$!',
  'until firewall-cmd --state >/dev/null 2>&1; do kill -0 $firewalld; done',
  'echo ready',
  'cat >/dev/null',
  'kill $firewalld; wait $firewalld || :',
  'kill $bus',
  `rm -f ${hostBus}`,
].join('\n');

export const firewalldMissing = 'firewalld is not installed on this machine';

/** Returns whether firewalld and a D-Bus are installed on this machine. */
export async function hasFirewalld(lab: Lab): Promise<boolean> {
  const { status } = await lab.run(lab.hostNetworkPrefix, [
    'sh',
    '-c',
    'command -v firewalld && command -v dbus-daemon',
  ]);
  return status === 0;
}

/**
 * Starts firewalld with a D-Bus of its own on the docker host, and the engine again, which looks for firewalld when it
 * starts. The check's end undoes both.
 *
 * @throws LabError if it does not start, and on the machine's own engine.
 */
export async function startFirewalld(context: CheckContext, key: string): Promise<LiveFirewalld> {
  const { lab, undo } = context;
  if (lab.parts.kind === 'host') throw new LabError('docknet does not start firewalld for the machine’s own engine');
  await timeStep(context, 'host', 'systemctl start firewalld; systemctl restart docker', async () => {
    const service = startProcess(['sh', '-c', program], { prefix: enter(lab), stdin: 'pipe' });
    undo.push(async () => {
      await lab.stopEngine();
      service.endInput();
      await service.exited;
      await lab.startEngine();
    });
    await service.waitForOutput(/ready\n/, { timeoutMs: 60_000 });
    await lab.stopEngine();
    await lab.startEngine();
  });
  return new LiveFirewalld(key, context);
}

/** firewalld on the docker host, as `when` acts with it. */
export class LiveFirewalld {
  constructor(
    readonly key: string,
    private readonly context: CheckContext,
  ) {}

  /** Runs firewall-cmd and returns what it printed: `cmd('--reload')`. @throws LabError if it fails. */
  async cmd(options: string): Promise<string> {
    const { lab } = this.context;
    const script = ['set -e', ...mounts, `exec firewall-cmd ${options}`].join('\n');
    const result = await lab.run(enter(lab), ['sh', '-c', script]);
    logStep(this.context, 'host', { ...result, command: `firewall-cmd ${options}` });
    if (result.status !== 0) throw new LabError(`"firewall-cmd ${options}" failed: ${result.stderr.trim()}`);
    return result.stdout.trim();
  }
}

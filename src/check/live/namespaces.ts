import { logStep, type CheckContext } from './context.js';
import type { RunCommand } from './endpoint.js';
import { createStartProgram } from './started-program.js';
import { LiveSystem } from './system.js';

/** A network namespace as a tool lists it. */
export interface ListedNamespace {
  /** Its identity: "net:[4026532345]". */
  readonly netns: string;
  /** The process that lsns(8) names; null if it names none. */
  readonly pid: number | null;
  /** The file that keeps it; empty if there is none. */
  readonly file: string;
}

/** A network namespace that a tool of the docker host enters. */
class EnteredNamespace extends LiveSystem {
  /** @param enter The command that enters it: `ip netns exec NAME`, `nsenter -t PID -n`. */
  constructor(
    context: CheckContext,
    key: string,
    enter: readonly string[],
    readonly namespacePath: string,
  ) {
    const run: RunCommand = async (argv, timeoutMs, describe) => {
      const result = await context.lab.runOnHost([...enter, ...argv], timeoutMs);
      if (describe === undefined) return logStep(context, 'host', result);
      const described = describe(result);
      return logStep(context, 'host', { ...described, command: [...enter, described.command].join(' ') });
    };
    super({
      key,
      timeoutMs: context.timeoutMs,
      program: ['/run/docknet/busybox'],
      run,
      runOwn: run,
      runInNetwork: run,
      runIptables: run,
      start: createStartProgram(context, 'host', () => [...context.lab.parts.hostPrefix, ...enter]),
    });
  }
}

/** The network namespaces of the docker host's containers, as its tools list and enter them. */
export class HostNamespaces {
  constructor(private readonly context: CheckContext) {}

  /** Lists all network namespaces with lsns(8). */
  async list(): Promise<ListedNamespace[]> {
    const printed = await this.sh('lsns --type net --noheadings --output NS,PID,NSFS');
    return lines(printed).map((line) => {
      const [inode = '', pid = '', file = ''] = line.trim().split(/\s+/);
      return { netns: `net:[${inode}]`, pid: Number(pid) || null, file };
    });
  }

  /** Lists the named ones, with `ip netns list`, as name and identity. */
  async named(): Promise<{ readonly name: string; readonly netns: string }[]> {
    const names = lines(await this.sh('ip netns list')).map((line) => line.split(' ')[0] ?? '');
    const inodes = await Promise.all(names.map((name) => this.sh(`stat -Lc %i /var/run/netns/${name}`)));
    return names.map((name, n) => ({ name, netns: `net:[${inodes[n]?.trim() ?? ''}]` }));
  }

  /**
   * Names a process's network namespace for ip-netns(8), by a link under /var/run/netns; the check's end removes it.
   */
  async name(name: string, pid: number): Promise<void> {
    await this.sh(`mkdir -p /var/run/netns && ln -sf /proc/${pid}/ns/net /var/run/netns/${name}`);
    this.context.undo.push(() => this.context.lab.runOnHost(['rm', '-f', `/var/run/netns/${name}`]));
  }

  /** Enters a named one with `ip netns exec`. */
  exec(name: string): LiveSystem {
    return new EnteredNamespace(this.context, name, ['ip', 'netns', 'exec', name], `/var/run/netns/${name}`);
  }

  /** Enters a process's one with `nsenter -t PID -n`. */
  enter(pid: number): LiveSystem {
    const enter = ['nsenter', '-t', String(pid), '-n', '--'];
    return new EnteredNamespace(this.context, `pid ${pid}`, enter, `/proc/${pid}/ns/net`);
  }

  private async sh(command: string): Promise<string> {
    return logStep(this.context, 'host', await this.context.lab.runOnHost(['sh', '-c', command])).stdout;
  }
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

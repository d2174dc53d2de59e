import { runCommand, startProcess, type CommandPrefix } from '../process/index.js';
import type { DaemonSettings } from './daemon-config.js';
import { EngineError, EngineStartError } from './error.js';
import type { EngineProgram } from './find.js';

/** A dockerd that docknet started. */
export interface Daemon {
  /** Path of its unix socket on the machine. */
  readonly socket: string;
  /** Returns its log so far. */
  log(): string;
  /**
   * Sends SIGTERM, on which it stops its containers, or SIGKILL, on which they go on, and waits until it has exited.
   *
   * @throws EngineError if it had ended.
   */
  stop(signal?: 'TERM' | 'KILL'): Promise<void>;
  /**
   * Writes daemon.json with changed settings and sends SIGHUP, on which it reads the file again.
   *
   * @throws EngineError if it had ended.
   */
  reload(changed: DaemonSettings): Promise<void>;
}

export interface DaemonOptions {
  readonly program: EngineProgram;
  /** Enters the lab's namespaces. */
  readonly prefix: CommandPrefix;
  readonly settings: DaemonSettings;
  /** Parent control group; its name identifies what a killed run leaves. */
  readonly cgroupParent: string;
  /** Returns the machine's path of a path inside the lab. */
  readonly toMachinePath: (path: string) => string;
  /** Milliseconds until its API must listen. */
  readonly timeoutMs: number;
}

const state = '/run/docknet';

/**
 * GOGC for the engine and its children (Go's default is 100): the heap may grow to four times the live data before a
 * garbage collection. dockerd runs itself several times per container, and a third of such a run is the collection of
 * its packages' initial garbage (dockerd 20.10.24: 46 ms of CPU with 100, 30 ms with 400). Containers do not inherit
 * it.
 */
const goGarbagePercent = 400;

/**
 * What dockerd says when its containerd is not up after 15 s, a limit of dockerd's own (moby,
 * libcontainerd/supervisor): an emulated machine may need longer, and the second start takes less.
 */
const ownTimeout = 'timeout waiting for containerd to start';

const maxStarts = 3;

/**
 * Starts dockerd inside a lab and waits until its API listens.
 *
 * @throws EngineStartError with the log's end if it exits by itself, EngineError if it is killed or times out.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  for (let start = 1; ; start += 1) {
    try {
      return await startOnce(options);
    } catch (cause) {
      const isSlow = cause instanceof EngineStartError && cause.message.includes(ownTimeout);
      if (start === maxStarts || !isSlow) throw cause;
    }
  }
}

async function startOnce(options: DaemonOptions): Promise<Daemon> {
  const settings = {
    'data-root': `${state}/data`,
    'exec-root': `${state}/exec`,
    pidfile: `${state}/dockerd.pid`,
    hosts: [`unix://${state}/docker.sock`],
    'storage-driver': 'overlay2',
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'cgroup-parent': options.cgroupParent,
    ...options.settings,
  };
  const dockerd = options.program.root === null ? options.program.path : 'dockerd';
  const write = `printf %s "$1" > ${state}/daemon.json`;
  const script = `${write}; exec "$2" --config-file ${state}/daemon.json 2>&1`;
  const environment = [`PATH=${options.program.searchPath}`, `GOGC=${goGarbagePercent}`];
  const daemon = startProcess(
    ['env', ...environment, 'sh', '-c', script, 'dockerd', JSON.stringify(settings), dockerd],
    { prefix: options.prefix, env: process.env, detached: true, keepOutput: Infinity },
  );
  const describe = (what: string): string => {
    const logTail = daemon.stdout.trim().split('\n').slice(-15).join('\n');
    return `the engine ${options.program.path} ${what}. The end of its log:\n${logTail}`;
  };
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string, Failure = EngineError) => {
      daemon.kill();
      reject(new Failure(describe(what)));
    };
    daemon.waitForOutput(/API listen on/, { timeoutMs: options.timeoutMs }).then(
      () => {
        resolve();
      },
      () => {
        fail(`did not come up within ${options.timeoutMs} ms`);
      },
    );
    // Not the end of its output: its containerd holds that too, and may outlive it.
    void daemon.exited.then(({ status, error }) => {
      if (error === null)
        fail(`ended with status ${status} while starting`, status === null ? EngineError : EngineStartError);
      else fail(`could not be started: ${error}`);
    });
  });
  // The pid file's process id is one of the lab's pid namespace, so kill runs there.
  const signalDaemon = async (signal: string, script = ':', ...argv: readonly string[]): Promise<void> => {
    const command = ['sh', '-c', `${script}; kill -${signal} "$(cat ${state}/dockerd.pid)"`, 'kill', ...argv];
    const { status } = await runCommand(command, { prefix: options.prefix });
    if (status !== 0) throw new EngineError(describe(`had ended before it was sent SIG${signal}`));
  };
  return {
    socket: options.toMachinePath(`${state}/docker.sock`),
    log: () => daemon.stdout,
    stop: async (signal = 'TERM') => {
      await signalDaemon(signal);
      await daemon.exited;
    },
    reload: (changed) => signalDaemon('HUP', write, JSON.stringify({ ...settings, ...changed })),
  };
}

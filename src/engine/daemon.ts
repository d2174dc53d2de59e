import { spawn } from 'node:child_process';
import { execa } from 'execa';
import { EngineError, EngineStartError } from './error.js';
import type { EngineProgram } from './find.js';

/** Settings as daemon.json knows them: `{ "userland-proxy": false }`. */
export type DaemonSettings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A dockerd that docknet started. */
export interface Daemon {
  /** The unix socket as the machine can open it. */
  readonly socket: string;
  /** Everything it has logged so far. */
  log(): string;
  /** Asks it to stop and waits until it has; containers of its own are stopped by it. */
  stop(): Promise<void>;
  /** Resolves when it has ended, with its exit status. */
  readonly ended: Promise<number | null>;
}

export interface DaemonOptions {
  readonly program: EngineProgram;
  /** What to put before the command so that it runs inside the lab's namespaces. */
  readonly prefix: readonly string[];
  readonly settings: DaemonSettings;
  /** Parent control group, so that what a killed run leaves can be found by its name. */
  readonly cgroupParent: string;
  /** Turns a path inside the lab into one the machine can open. */
  readonly toMachinePath: (path: string) => string;
  /** Milliseconds it has to come up. */
  readonly timeoutMs: number;
}

const state = '/run/docknet';

/**
 * Go's GOGC for the engine and what it starts (100 is Go's own): garbage may grow to four times what is in use before it is
 * collected. dockerd calls itself several times for every container, and a third of such a call is the collection of what its
 * packages' set-up left (dockerd 20.10.24: 46 ms of CPU with 100, 30 ms with 400). Nothing else depends on it (package runtime);
 * containers do not inherit it.
 */
const garbage = 400;

/**
 * Starts dockerd inside a lab and waits until it listens.
 *
 * @throws EngineRefusal with the end of its log where it ends by itself, EngineError where it is killed or does not come up in its time.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const settings = JSON.stringify({
    'data-root': `${state}/data`,
    'exec-root': `${state}/exec`,
    pidfile: `${state}/dockerd.pid`,
    hosts: [`unix://${state}/docker.sock`],
    'storage-driver': 'overlay2',
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'cgroup-parent': options.cgroupParent,
    ...options.settings,
  });
  const dockerd = options.program.root === null ? options.program.path : 'dockerd';
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      '--',
      ...options.prefix,
      'env',
      `PATH=${options.program.searchPath}`,
      `GOGC=${garbage}`,
      'sh',
      '-c',
      `printf %s "$1" > ${state}/daemon.json; exec "$2" --config-file ${state}/daemon.json`,
      'dockerd',
      settings,
      dockerd,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  // Not its streams' end: its containerd holds them too, and may outlive it.
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string, cause?: unknown, Failure = EngineError) => {
      child.kill('SIGKILL');
      reject(
        new Failure(
          `the engine ${options.program.path} ${what}. The end of its log:\n${log.trim().split('\n').slice(-15).join('\n')}`,
          { cause },
        ),
      );
    };
    const timer = setTimeout(() => {
      fail(`did not come up within ${options.timeoutMs} ms`);
    }, options.timeoutMs);
    const hear = (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('API listen on')) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (cause) => {
      clearTimeout(timer);
      fail('could not be started', cause);
    });
    void ended.then((status) => {
      clearTimeout(timer);
      fail(`ended with status ${status} while starting`, undefined, status === null ? EngineError : EngineStartError);
    });
  });
  return {
    socket: options.toMachinePath(`${state}/docker.sock`),
    log: () => log,
    ended,
    stop: async () => {
      await endDaemon(options.prefix);
      await ended;
    },
  };
}

/** Sends SIGTERM to dockerd by its pid file; the pid is one of the lab's own pid namespace, so kill runs there. */
async function endDaemon(entry: readonly string[]): Promise<void> {
  const [program = 'sh', ...rest] = [...entry, 'sh', '-c', `kill -TERM "$(cat ${state}/dockerd.pid)"`];
  await execa(program, rest, { reject: false });
}

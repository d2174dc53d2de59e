import { fileURLToPath } from 'node:url';
import { runCommand, startProcess, type ManagedProcess } from '../process/index.js';
import { withoutCommands } from './workflow-commands.js';

/** The result of a docknet command. */
export interface DocknetResult {
  readonly status: number;
  readonly stdout: string;
  /** The last lines of its standard error. */
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Longer than the JSON of a matrix. */
const keepOutput = 64 * 1024 * 1024;

export interface DocknetOptions {
  /** Runs it as root, through sudo. */
  readonly root?: boolean;
  /** Keeps its standard output out of the log. */
  readonly quiet?: boolean;
  /** Has the runner execute the workflow commands that it prints: it is `docknet report --reporter github`. */
  readonly annotates?: boolean;
}

/** Runs a docknet command with its output in the log. Passes on the signals with which a runner cancels a job. */
export function runDocknet(args: readonly string[], options: DocknetOptions = {}): Promise<DocknetResult> {
  const work = () => start(args, options);
  return options.annotates === true ? work() : withoutCommands(work);
}

async function start(args: readonly string[], { root = false, quiet = false }: DocknetOptions): Promise<DocknetResult> {
  const command = [process.execPath, main, ...args];
  const running = startProcess(root ? [...asRoot(), ...command] : command, {
    env: process.env,
    // sudo does not pass on a signal from its own process group.
    detached: true,
    keepOutput,
  });
  // Both streams into one: the runner reads two in any order.
  const show = (bytes: Buffer) => process.stdout.write(bytes);
  if (!quiet) running.onData(show);
  running.onData(show, 'stderr');
  const pass = (signal: NodeJS.Signals) => void passSignal(running, signal, root);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
  const { status, signal, error } = await running.ended;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass);
  const interrupted = signal === 'SIGINT' || signal === 'SIGTERM';
  return {
    status: status ?? (interrupted ? 130 : 4),
    stdout: running.stdout,
    stderr: error ?? running.stderr.slice(-2000),
  };
}

const isRoot = process.getuid?.() === 0;

/** Returns what stands before a command that runs as root. sudo drops the environment. */
export function asRoot(): string[] {
  if (isRoot) return [];
  const passed = Object.entries(process.env).flatMap(([name, value]) =>
    /^(PATH|CI|GITHUB_\w+|RUNNER_\w+)$/.test(name) && !kept.has(name) ? [`${name}=${value ?? ''}`] : [],
  );
  return ['sudo', '-n', 'env', ...passed];
}

/** What checks of one's own have no business with. */
const kept = new Set(['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_TOKEN']);

/** A user may not signal a process of root, not even through sudo's own process. */
async function passSignal(running: ManagedProcess, signal: NodeJS.Signals, root: boolean): Promise<void> {
  if (!root || isRoot) running.kill(signal);
  else await runCommand(['sudo', '-n', 'kill', '-s', signal.replace('SIG', ''), String(running.pid)]);
}

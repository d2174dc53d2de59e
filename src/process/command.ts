import { execa } from './execa.js';
import { scaleMs } from './time-scale.js';

/** Arguments to put before a command so that it runs somewhere else: `['nsenter', '--net=/run/netns/x', '--']`. */
export type CommandPrefix = readonly string[];

/** The result of a command. A status other than 0 is a fact, not an error. */
export interface CommandResult {
  /** The command without its prefix, as typed in a shell. */
  readonly command: string;
  readonly stdout: string;
  /** The command's standard error, followed by `error` if there is one. */
  readonly stderr: string;
  /** Exit status; null if a signal ended the command or it did not start. */
  readonly status: number | null;
  /** The signal that ended the command. */
  readonly signal: NodeJS.Signals | null;
  /** Why docknet killed the command or could not start it: "Command timed out after 5 s: docker run …". */
  readonly error: string | null;
  readonly milliseconds: number;
}

export interface CommandOptions {
  /** Default: none, the command runs where docknet does. */
  readonly prefix?: CommandPrefix;
  /** Milliseconds until the command is killed. Default: 30,000, a guard against a command that hangs. */
  readonly timeoutMs?: number | undefined;
  /** Text for standard input. Default: standard input is empty. */
  readonly input?: string;
  /** Replaces the whole environment. Default: `systemEnvironment`. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Bytes of each output stream after which the command is killed. Default: 100 MB. */
  readonly maxOutput?: number;
}

/** A command failed, did not start, or did not do in time what was expected of it. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError';

  constructor(
    message: string,
    /** How the process ended; null if it was still running. */
    readonly exit: ProcessExit | null,
    /** The end of its standard error. */
    readonly stderr: string,
  ) {
    super(stderr.trim() === '' ? message : `${message}\n${stderr.trim()}`);
  }
}

/** How a process ended. */
export interface ProcessExit {
  /** Exit status; null if a signal ended the process or it did not start. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why the process did not start. */
  readonly error: string | null;
}

/**
 * The environment of a command: the system's tools on PATH, messages in English. npm puts node_modules/.bin first on
 * PATH, and a package there may carry a tool's name: ava's dependency @vercel/nft installs an "nft" that prints nothing
 * and exits with status 0.
 */
export const systemEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};

export const defaultTimeoutMs = 30_000;

/** Has the kernel kill the command when docknet ends, `kill -9` included (prctl(2), PR_SET_PDEATHSIG). */
export const dieWithParent: CommandPrefix = ['setpriv', '--pdeathsig', 'KILL', '--'];

/** Runs a command to its end. The kernel kills it when docknet ends. Never rejects. */
export async function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { prefix = [], timeoutMs = defaultTimeoutMs, input, env = systemEnvironment, cwd, maxOutput } = options;
  const command = commandLine(argv);
  const started = performance.now();
  const [program = '', ...rest] = [...dieWithParent, ...prefix, ...argv];
  const result = await execa(program, rest, {
    env,
    extendEnv: false,
    cleanup: false,
    reject: false,
    timeout: scaleMs(timeoutMs),
    killSignal: 'SIGKILL',
    stripFinalNewline: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(maxOutput === undefined ? {} : { maxBuffer: maxOutput }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  const error = result.timedOut
    ? describeTimeout(scaleMs(timeoutMs), command)
    : result.isMaxBuffer
      ? `Command wrote too much output: ${command}`
      : exitOf(result, command).error;
  return {
    command,
    stdout: result.stdout ?? '',
    stderr: (result.stderr ?? '') + (error ?? ''),
    ...exitOf(result, command),
    error,
    milliseconds: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** Runs a command as runCommand does. @throws ProcessError if its status is not 0. */
export async function runOrThrow(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const result = await runCommand(argv, options);
  if (result.status === 0) return result;
  const { error, command, stderr } = result;
  throw error === null
    ? new ProcessError(`Command ${describeExit(result)}: ${command}`, result, stderr)
    : new ProcessError(error, result, stderr.slice(0, -error.length));
}

/** "failed with exit code 3", "was killed with SIGKILL". */
export function describeExit({ status, signal }: Omit<ProcessExit, 'error'>): string {
  if (signal !== null) return `was killed with ${signal}`;
  if (status === null) return 'failed to start';
  return status === 0 ? 'ended' : `failed with exit code ${status}`;
}

export function describeTimeout(timeoutMs: number, command: string): string {
  return `Command timed out after ${timeoutMs / 1000} s: ${command}`;
}

/** The end of a process in execa's result. */
export function exitOf(
  result: {
    readonly exitCode?: number | undefined;
    readonly signal?: NodeJS.Signals | undefined;
    readonly code?: string | undefined;
  },
  command: string,
): ProcessExit {
  const { exitCode: status = null, signal = null, code = 'unknown error' } = result;
  return {
    status,
    signal,
    error: status === null && signal === null ? `Command failed to start (${code}): ${command}` : null,
  };
}

/** Quotes a word for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Formats a command as typed in a shell. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((argument) => (/^[\w@%+=:,./!{}-]+$/.test(argument) ? argument : quote(argument))).join(' ');
}

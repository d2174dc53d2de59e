import { execa } from './execa.js';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import type { Readable, Writable } from 'node:stream';
import {
  commandLine,
  describeExit,
  dieWithParent,
  exitOf,
  ProcessError,
  systemEnvironment,
  type CommandPrefix,
  type ProcessExit,
} from './command.js';
import { scaleMs } from './time-scale.js';

type OutputStream = 'stdout' | 'stderr';

export interface StartOptions {
  /** Default: none, the process runs where docknet does. */
  readonly prefix?: CommandPrefix;
  /** Replaces the whole environment. Default: `systemEnvironment`. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Default: "ignore". */
  readonly stdin?: 'pipe' | 'ignore';
  /** Default: "pipe". */
  readonly stdout?: 'pipe' | 'inherit' | 'ignore';
  /** Default: "pipe". */
  readonly stderr?: 'pipe' | 'inherit' | 'ignore';
  /** Starts the process in a session of its own, out of reach of the terminal's Ctrl-C. Default: false. */
  readonly detached?: boolean;
  /** Lets the process survive docknet. Default: false, the kernel kills it when docknet ends. */
  readonly outlives?: boolean;
  /** Characters kept of each output stream, the last ones. Default: 65,536. */
  readonly keepOutput?: number;
}

/** What execa returns, as far as it is used here. */
interface StartedChild
  extends
    Pick<ChildProcess, 'kill' | 'on' | 'once' | 'connected' | 'send' | 'disconnect'>,
    PromiseLike<Parameters<typeof exitOf>[0]> {
  readonly pid?: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
}

/** A process that docknet started. */
export class ManagedProcess {
  /** Resolves when the process has exited or could not be started. A child of it may still hold its output open. */
  readonly exited: Promise<ProcessExit>;
  /** Resolves when the process has exited and its output has ended. */
  readonly ended: Promise<ProcessExit>;
  private readonly kept = { stdout: '', stderr: '' };
  private readonly listeners = new Set<() => void>();
  private hasExited = false;

  constructor(
    protected readonly child: StartedChild,
    readonly command: string,
    private readonly keepOutput: number,
  ) {
    this.ended = Promise.resolve(child).then((result) => exitOf(result, command));
    this.exited = Promise.race([
      new Promise<ProcessExit>((resolve) => {
        child.once('exit', (status, signal) => {
          resolve({ status, signal, error: null });
        });
      }),
      this.ended,
    ]).finally(() => {
      this.hasExited = true;
    });
    this.collect('stdout');
    this.collect('stderr');
    // A write to a process that has exited is answered by its exit.
    child.stdin?.on('error', () => undefined);
  }

  /** The process id; 0 if the process could not be started. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return !this.hasExited;
  }

  /** The end of its standard output, as far as it is kept. */
  get stdout(): string {
    return this.kept.stdout;
  }

  /** The end of its standard error, as far as it is kept. */
  get stderr(): string {
    return this.kept.stderr;
  }

  /** Calls the listener with the bytes of an output stream as they arrive. */
  onData(listener: (bytes: Buffer) => void, stream: OutputStream = 'stdout'): void {
    this.child[stream]?.on('data', listener);
  }

  /** Calls the listener with the text of an output stream as it arrives. */
  onText(listener: (text: string) => void, stream: OutputStream = 'stdout'): void {
    const decoder = new StringDecoder('utf8');
    this.onData((bytes) => {
      listener(decoder.write(bytes));
    }, stream);
  }

  /** Calls the listener with every line of an output stream, without its line feed. */
  onLine(listener: (line: string) => void, stream: OutputStream = 'stdout'): void {
    const input = this.child[stream];
    if (input !== null) createInterface({ input }).on('line', listener);
  }

  /**
   * Waits until the kept end of an output stream matches a pattern.
   *
   * @returns the kept output.
   * @throws ProcessError if the process ends first or does not write it in time; it is left running then.
   */
  async waitForOutput(
    pattern: RegExp,
    { timeoutMs, stream = 'stdout' }: { readonly timeoutMs?: number; readonly stream?: OutputStream } = {},
  ): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    let check: () => void = () => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const fail = (what: string, exit: ProcessExit | null) => {
          reject(new ProcessError(`Command ${what}: ${this.command}`, exit, this.kept.stderr));
        };
        check = () => {
          if (pattern.test(this.kept[stream])) resolve(this.kept[stream]);
        };
        this.listeners.add(check);
        void this.ended.then((exit) => {
          if (exit.error === null) fail(`${describeExit(exit)} before it wrote ${String(pattern)}`, exit);
          else reject(new ProcessError(exit.error, exit, ''));
        });
        if (timeoutMs !== undefined)
          timer = setTimeout(() => {
            fail(`did not write ${String(pattern)} within ${scaleMs(timeoutMs) / 1000} s`, null);
          }, scaleMs(timeoutMs));
        check();
      });
    } finally {
      clearTimeout(timer);
      this.listeners.delete(check);
    }
  }

  /** Writes to its standard input. */
  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Ends its standard input. */
  endInput(): void {
    this.child.stdin?.end();
  }

  /** Sends a signal; does nothing if the process has exited. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.child.kill(signal);
  }

  /** Sends a signal and waits until the process has exited. */
  stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<ProcessExit> {
    this.kill(signal);
    return this.exited;
  }

  private collect(stream: OutputStream): void {
    this.onText((text) => {
      this.kept[stream] = (this.kept[stream] + text).slice(-this.keepOutput);
      for (const listener of this.listeners) listener();
    }, stream);
  }
}

/** Starts a process. The kernel kills it when docknet ends. Never throws; see `exited`. */
export function startProcess(argv: readonly string[], options: StartOptions = {}): ManagedProcess {
  const { prefix = [], env = systemEnvironment, cwd, outlives = false, keepOutput = 65_536 } = options;
  const [program = '', ...rest] = [...(outlives ? [] : dieWithParent), ...prefix, ...argv];
  const child = execa(program, rest, {
    ...commonOptions(env),
    stdin: options.stdin ?? 'ignore',
    stdout: options.stdout ?? 'pipe',
    stderr: options.stderr ?? 'pipe',
    detached: options.detached ?? false,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return new ManagedProcess(child, commandLine(argv), keepOutput);
}

/** Starts a server or the like and waits for its first line. @throws ProcessError if it ends before that. */
export async function startService(argv: readonly string[], options: StartOptions = {}): Promise<ManagedProcess> {
  const service = startProcess(argv, options);
  await service.waitForOutput(/\n/);
  return service;
}

export const commonOptions = (env: NodeJS.ProcessEnv) => ({
  env,
  extendEnv: false,
  buffer: false,
  reject: false as const,
  // The kernel does it, or the process has something to finish.
  cleanup: false,
});

import { readFileSync, unlinkSync } from 'node:fs';
import {
  commandLine,
  defaultTimeoutMs,
  describeTimeout,
  ProcessError,
  quote,
  startProcess,
  type CommandPrefix,
  type CommandResult,
  type ManagedProcess,
  scaleMs,
} from '../process/index.js';
import { LabError } from './error.js';

/** The directory for the output of commands: its path for the shell and its path for docknet. */
export interface OutputDirectory {
  readonly inLab: string;
  readonly onMachine: string;
}

interface Job {
  readonly timeoutMs: number;
  timer: NodeJS.Timeout | undefined;
  timedOut: boolean;
  readonly finish: (exitCode: number | null) => void;
}

/** The signals behind a shell's exit codes of 128 and the signal's number (POSIX 2.8.2). */
const signals: Readonly<Record<number, NodeJS.Signals>> = { 137: 'SIGKILL', 143: 'SIGTERM' };

/**
 * A shell in a lab that runs commands, any number at once.
 *
 * Each command costs one fork of this small program. A command started from Node costs a copy of Node's page tables
 * and, afterwards, of every page that is written to; Node blocks until the program runs; setpriv and nsenter run first.
 * A run's thousands of commands took a fifth of its CPU time that way.
 */
export class LabShell {
  private readonly jobs = new Map<number, Job>();
  private count = 0;

  private constructor(
    private readonly shell: ManagedProcess,
    private readonly directory: OutputDirectory,
  ) {
    shell.onLine((line) => {
      this.readReport(line);
    });
    void shell.exited.then(() => {
      for (const job of [...this.jobs.values()]) job.finish(null);
    });
  }

  /** Starts a shell. @throws LabError if it does not start. */
  static async start(prefix: CommandPrefix, directory: OutputDirectory): Promise<LabShell> {
    const shell = startProcess(['sh'], { prefix, stdin: 'pipe', detached: true });
    shell.write(`mkdir -p ${quote(directory.inLab)} && echo ready\n`);
    await shell.waitForOutput(/^ready\n/).catch((cause: unknown) => {
      const reason = cause instanceof ProcessError ? cause.stderr.trim() : String(cause);
      throw new LabError(`the lab's shell did not start: ${reason}`, { cause });
    });
    return new LabShell(shell, directory);
  }

  /** Runs a command. @param timeoutMs Milliseconds from its start until it is killed. */
  async run(argv: readonly string[], timeoutMs = defaultTimeoutMs): Promise<CommandResult> {
    const started = performance.now();
    const id = this.count++;
    const outputFiles = (directory: string) =>
      ['out', 'err'].map((name) => `${directory}/${process.pid}-${id}.${name}`);
    const [out = '', err = ''] = outputFiles(this.directory.inLab).map(quote);
    const { exitCode, timedOut } = await new Promise<{ timedOut: boolean; exitCode: number | null }>((resolve) => {
      const job: Job = {
        timeoutMs,
        timer: undefined,
        timedOut: false,
        finish: (exitCode) => {
          clearTimeout(job.timer);
          this.jobs.delete(id);
          resolve({ timedOut: job.timedOut, exitCode });
        },
      };
      this.jobs.set(id, job);
      if (!this.shell.running) {
        job.finish(null);
        return;
      }
      // In a subshell that this shell does not wait for: the lab's init process reaps it.
      this.shell.write(
        `( ( ${argv.map(quote).join(' ')} </dev/null >${out} 2>${err} & ` +
          `echo "started ${id} $!"; wait $!; echo "ended ${id} $?" ) & )\n`,
      );
    });
    const [stdout = '', stderr = ''] = outputFiles(this.directory.onMachine).map(takeFile);
    const command = commandLine(argv);
    const signal = signals[exitCode ?? 0] ?? null;
    const error = timedOut
      ? describeTimeout(scaleMs(timeoutMs), command)
      : exitCode === null
        ? `Command ended with its lab: ${command}`
        : null;
    return {
      command,
      stdout,
      stderr: stderr + (error ?? ''),
      status: signal === null ? exitCode : null,
      signal,
      error,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    };
  }

  /** Kills the shell. Its commands end with the lab's process namespace. */
  async end(): Promise<void> {
    await this.shell.stop();
  }

  /** Reads "started ID PID" or "ended ID STATUS". */
  private readReport(line: string): void {
    const [event, id, value = ''] = line.split(' ');
    const job = this.jobs.get(Number(id));
    if (job === undefined) return;
    // The timeout starts with the command: the shell may have waited for a core.
    if (event === 'started') {
      job.timer = setTimeout(() => {
        job.timedOut = true;
        this.shell.write(`kill -KILL ${value}\n`);
      }, scaleMs(job.timeoutMs));
    }
    if (event === 'ended') job.finish(Number(value));
  }
}

/**
 * Reads and removes a command's output; empty if there is none. The file is a few bytes on a tmpfs: synchronously it
 * takes microseconds, where promises take four trips through Node's thread pool (an eighth of a worker's CPU time).
 */
function takeFile(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    unlinkSync(path);
    return text;
  } catch {
    return '';
  }
}

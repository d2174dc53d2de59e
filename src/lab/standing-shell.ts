import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFile, unlink } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { endedByDocknet, environment, longEnough, type CommandResult, type Entry } from './command.js';
import { LabError } from './error.js';
import { commandLine, quote } from './quote.js';

/** A directory for what commands print, as the shell names it and as this process does. */
export interface JobDirectory {
  readonly there: string;
  readonly here: string;
}

interface Job {
  readonly within: number;
  timer: NodeJS.Timeout | undefined;
  overdue: boolean;
  readonly end: (status: number | null) => void;
}

/**
 * A shell that stays in a lab and runs commands there, any number at once.
 *
 * A command costs a fork of this small program. Started from Node it costs the copy of Node's page tables and, afterwards, of every
 * page that is written to; Node stands still until the program runs; and setpriv and nsenter run in front of it. Some thousand
 * commands of a run were a fifth of its CPU time.
 */
export class StandingShell {
  private readonly jobs = new Map<number, Job>();
  private count = 0;
  private gone = false;
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>,
    private readonly directory: JobDirectory,
  ) {
    createInterface(child.stdout).on('line', (line) => {
      this.hear(line);
    });
    // What it says itself, of a command that was killed, is not the command's; a full pipe would stop it.
    child.stderr.resume();
    // A command for a shell that has ended is told by the end itself.
    child.stdin.on('error', () => undefined);
    this.ended = once(child, 'exit').then(() => {
      this.gone = true;
      for (const job of [...this.jobs.values()]) job.end(null);
    });
  }

  /** Starts one at a place that ends with the lab. @throws LabError where it cannot be started. */
  static async start(entry: Entry, directory: JobDirectory): Promise<StandingShell> {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, 'sh'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environment,
      detached: true,
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => {
        resolve();
      });
      child.once('error', reject);
      child.once('close', () => {
        reject(new LabError(`the lab’s shell ended before it was ready: ${complaint.trim()}`));
      });
      child.stdin.write(`mkdir -p ${quote(directory.there)} && echo ready\n`);
    });
    return new StandingShell(child, directory);
  }

  /** Runs a command. @param within Milliseconds from its beginning before it is killed. */
  async run(argv: readonly string[], within = longEnough): Promise<CommandResult> {
    const started = performance.now();
    const id = this.count++;
    const files = (at: string) => ['out', 'err'].map((stream) => `${at}/${process.pid}-${id}.${stream}`);
    const [out = '', err = ''] = files(this.directory.there).map(quote);
    const job: { overdue: boolean; status: number | null } = await new Promise((resolve) => {
      const added: Job = {
        within,
        timer: undefined,
        overdue: false,
        end: (status) => {
          clearTimeout(added.timer);
          this.jobs.delete(id);
          resolve({ overdue: added.overdue, status });
        },
      };
      this.jobs.set(id, added);
      if (this.gone) {
        added.end(null);
        return;
      }
      // In a subshell of its own, whose end is not awaited: the lab's first process reaps it.
      this.child.stdin.write(
        `( ( ${argv.map(quote).join(' ')} </dev/null >${out} 2>${err} & echo "began ${id} $!"; wait $!; echo "ended ${id} $?" ) & )\n`,
      );
    });
    const [stdout = '', stderr = ''] = await Promise.all(
      files(this.directory.here).map((file) => readFile(file, 'utf8').catch(() => '')),
    );
    for (const file of files(this.directory.here)) void unlink(file).catch(() => undefined);
    return {
      command: commandLine(argv),
      stdout,
      stderr: stderr + (job.overdue ? endedByDocknet(within) : this.gone ? '(the lab has ended)' : ''),
      status: job.status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    };
  }

  /** Ends it; its commands end with the lab's process namespace. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private hear(line: string): void {
    const [what, id, value] = line.split(' ');
    const job = this.jobs.get(Number(id));
    if (job === undefined) return;
    // Its time begins with it: how long this shell waited for a core is not the command's doing.
    if (what === 'began') {
      job.timer = setTimeout(() => {
        job.overdue = true;
        this.child.stdin.write(`kill -KILL ${value ?? ''}\n`);
      }, job.within);
    }
    // A shell says 128 and the signal's number of a program that a signal ended (POSIX 2.8.2); 9 is ours, 15 a polite one's.
    if (what === 'ended') job.end(['137', '143'].includes(value ?? '') ? null : Number(value));
  }
}

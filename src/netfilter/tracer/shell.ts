import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { environment, type Entry } from '../../lab/command.js';
import { FirewallError } from '../types.js';

/** A shell that stays at a place: a command there costs no new way in. Commands run one after another. */
export class Shell {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<unknown>;
  private over = false;
  private said = '';
  private heard: () => void = () => undefined;
  private last: Promise<unknown> = Promise.resolve();
  private count = 0;

  constructor(entry: Entry) {
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, 'sh'], { env: environment, stdio: 'pipe' });
    this.ended = once(this.child, 'close')
      .catch(() => undefined)
      .then(() => {
        this.over = true;
        this.heard();
      });
    // What is written to a shell that has ended is answered by its end.
    this.child.stdin.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.said += text;
        this.heard();
      });
  }

  /**
   * Runs a script and gives what it wrote, on both streams.
   *
   * @param within Milliseconds; a shell whose script takes longer is ended.
   * @throws FirewallError where it takes longer, or the shell has ended.
   */
  run(script: string, within = 10_000): Promise<string> {
    const mine = this.last.then(() => this.execute(script, within));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Ends it and what runs in it. */
  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async execute(script: string, within: number): Promise<string> {
    this.said = '';
    this.count += 1;
    const sign = `docknet-shell-${this.child.pid ?? 0}-${this.count}`;
    this.child.stdin.write(`{\n${script}\n} 2>&1\necho ${sign}\n`);
    const guard = setTimeout(() => {
      this.child.kill('SIGKILL');
    }, within);
    try {
      while (!this.said.includes(sign)) {
        if (this.over)
          throw new FirewallError(
            `the shell ended, or did not come to an end within ${within} ms, at: ${script.slice(0, 200)}. It wrote: ${this.said.slice(-300).trim()}`,
          );
        await new Promise<void>((resolve) => {
          this.heard = resolve;
        });
      }
      return this.said.slice(0, this.said.indexOf(sign));
    } finally {
      clearTimeout(guard);
    }
  }
}

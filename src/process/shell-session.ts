import { scaleMs } from './time-scale.js';
import { ProcessError, type CommandPrefix } from './command.js';
import { startProcess, type ManagedProcess } from './running.js';

/** A shell that stays open, so that a script costs no process start. Scripts run one after another. */
export class ShellSession {
  private readonly shell: ManagedProcess;
  private output = '';
  private ended = false;
  private notify: () => void = () => undefined;
  private last: Promise<unknown> = Promise.resolve();
  private count = 0;

  constructor(prefix: CommandPrefix) {
    this.shell = startProcess(['sh'], { prefix, stdin: 'pipe' });
    void this.shell.ended.then(() => {
      this.ended = true;
      this.notify();
    });
    for (const stream of ['stdout', 'stderr'] as const)
      this.shell.onText((text) => {
        this.output += text;
        this.notify();
      }, stream);
  }

  /**
   * Runs a script.
   *
   * @param timeoutMs Milliseconds until the shell is killed.
   * @returns the script's standard output and standard error.
   * @throws ProcessError if the script takes longer or the shell has ended.
   */
  run(script: string, timeoutMs = 10_000): Promise<string> {
    const result = this.last.then(() => this.execute(script, timeoutMs));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Kills the shell and waits for the end of its output. */
  async close(): Promise<void> {
    this.shell.kill();
    await this.shell.ended;
  }

  private async execute(script: string, timeoutMs: number): Promise<string> {
    this.output = '';
    this.count += 1;
    const marker = `docknet-shell-${this.shell.pid}-${this.count}`;
    this.shell.write(`{\n${script}\n} 2>&1\necho ${marker}\n`);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      this.shell.kill();
    }, scaleMs(timeoutMs));
    try {
      while (!this.output.includes(marker)) {
        if (this.ended)
          throw new ProcessError(
            `Script ${timedOut ? `timed out after ${scaleMs(timeoutMs) / 1000} s` : 'ended with its shell'}: ` +
              script.slice(0, 200),
            await this.shell.exited,
            this.output.slice(-300),
          );
        await new Promise<void>((resolve) => {
          this.notify = resolve;
        });
      }
      return this.output.slice(0, this.output.indexOf(marker));
    } finally {
      clearTimeout(timer);
    }
  }
}

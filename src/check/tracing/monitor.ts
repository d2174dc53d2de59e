import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environment, type Entry } from '../../lab/index.js';

/**
 * `nft -a monitor`, running in a namespace, and what it has printed since it was last cleared: the trace, and rules that come and go
 * meanwhile, for of those it tells by handle alone in the trace (nft 1.0.6 keeps the rules it found at its start).
 */
export class Monitor {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private heard: () => void = () => undefined;
  private printed = '';
  private over = false;

  constructor(entry: Entry) {
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, 'nft', '-a', 'monitor'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close').catch(() => undefined).then(() => { this.over = true; this.heard(); });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { this.printed += text; this.heard(); });
  }

  get running(): boolean { return !this.over; }

  clear(): void { this.printed = ''; }

  /** Waits until a text was printed. @returns what was printed before the line it is in; null where it did not come in its time. */
  async until(text: string, within: number): Promise<string | null> {
    const deadline = performance.now() + within;
    for (;;) {
      const at = this.printed.indexOf(text);
      if (at >= 0) return this.printed.slice(0, this.printed.lastIndexOf('\n', at) + 1);
      const left = deadline - performance.now();
      if (this.over || left <= 0) return null;
      await new Promise<void>((resolve) => {
        const guard = setTimeout(resolve, left);
        this.heard = () => { clearTimeout(guard); resolve(); };
      });
    }
  }

  /** All it has printed. */
  get text(): string { return this.printed; }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

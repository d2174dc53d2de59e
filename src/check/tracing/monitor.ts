import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environment, type Entry } from '../../lab/index.js';

/** A program that tells of packets as they are handled. */
export interface TraceSource {
  readonly argv: readonly string[];
  /** Turns what it writes, as it comes, into text. */
  readonly reader: () => (chunk: Buffer) => string;
}

/**
 * `nft -a monitor`: the trace, and rules that come and go meanwhile, for of those it tells by handle alone in the trace (nft 1.0.6
 * keeps the rules it found at its start).
 */
export const nftMonitor: TraceSource = {
  argv: ['nft', '-a', 'monitor'],
  reader: () => { const decoder = new TextDecoder(); return (chunk) => decoder.decode(chunk, { stream: true }); },
};

/** A trace's source, running in a namespace, and what it has told since it was last cleared. */
export class Monitor {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private heard: () => void = () => undefined;
  private told = '';
  private complaint = '';
  private over = false;

  constructor(entry: Entry, source: TraceSource) {
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, ...source.argv], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close').catch(() => undefined).then(() => { this.over = true; this.heard(); });
    const read = source.reader();
    this.child.stdout?.on('data', (chunk: Buffer) => { this.told += read(chunk); this.heard(); });
    this.child.stderr?.on('data', (chunk: Buffer) => { this.complaint += chunk.toString(); });
  }

  get running(): boolean { return !this.over; }

  /** What it complained of; empty where it did not. */
  get complaints(): string { return this.complaint.trim(); }

  clear(): void { this.told = ''; }

  /** Waits until one of these texts was told. @returns what was told before the first line with one of them; null where none came in its time. */
  async until(texts: readonly string[], within: number): Promise<string | null> {
    const deadline = performance.now() + within;
    for (;;) {
      const places = texts.map((text) => this.told.indexOf(text)).filter((at) => at >= 0);
      if (places.length > 0) return this.told.slice(0, this.told.lastIndexOf('\n', Math.min(...places)) + 1);
      const left = deadline - performance.now();
      if (this.over || left <= 0) return null;
      await new Promise<void>((resolve) => {
        const guard = setTimeout(resolve, left);
        this.heard = () => { clearTimeout(guard); resolve(); };
      });
    }
  }

  /** All it has told. */
  get text(): string { return this.told; }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

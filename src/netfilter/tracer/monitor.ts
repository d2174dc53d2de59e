import {
  describeExit,
  startProcess,
  type CommandPrefix,
  type ManagedProcess,
  type ProcessExit,
} from '../../process/index.js';
import { markerText } from '../trace/trace-table.js';
import type { TraceSource } from './sources.js';

/** A trace source running in a namespace, and its text since the last `clear`. */
export class Monitor {
  private readonly child: ManagedProcess;
  private notify: () => void = () => undefined;
  private kept = '';
  private ended = false;
  private exit: ProcessExit | null = null;
  /** The text after the last complete line, once no more is kept. */
  private partial = '';
  private overflow = false;

  /**
   * @param onText Gets all text as it arrives.
   * @param mostText Characters kept; of later text only the lines of markers are.
   */
  constructor(
    prefix: CommandPrefix,
    source: TraceSource,
    private readonly onText: (text: string) => void,
    private readonly mostText: number,
  ) {
    this.child = startProcess(source.argv, { prefix });
    void this.child.exited.then((exit) => {
      this.exit = exit;
    });
    void this.child.ended.then(() => {
      this.ended = true;
      this.notify();
    });
    const read = source.createReader();
    this.child.onData((chunk) => {
      this.add(read(chunk));
    });
  }

  get running(): boolean {
    return !this.ended;
  }

  /** How the program ended: `reported: …`, `was killed with SIGSEGV`; null while it runs. */
  get reason(): string | null {
    if (!this.ended) return null;
    const error = this.child.stderr.trim().split('\n').at(-1) ?? '';
    if (error !== '') return `reported: ${error}`;
    return this.exit === null ? 'ended' : describeExit(this.exit);
  }

  /** The program's standard error. */
  get stderr(): string {
    return this.child.stderr;
  }

  /** The text since the last `clear`. */
  get text(): string {
    return this.kept;
  }

  /** Whether there was more text than is kept. */
  get overflowed(): boolean {
    return this.overflow;
  }

  clear(): void {
    [this.kept, this.overflow] = ['', false];
  }

  /** Waits for one of some texts. Returns the text before the first line with one of them; null after the timeout. */
  async waitFor(texts: readonly string[], timeoutMs: number): Promise<string | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const positions = texts.map((text) => this.kept.indexOf(text)).filter((at) => at >= 0);
      if (positions.length > 0) return this.kept.slice(0, this.kept.lastIndexOf('\n', Math.min(...positions)) + 1);
      const leftMs = deadline - performance.now();
      if (this.ended || leftMs <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.notify = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async close(): Promise<void> {
    this.child.kill();
    await this.child.ended;
  }

  private add(text: string): void {
    if (this.kept.length < this.mostText) this.kept += text;
    else {
      this.overflow = true;
      const lines = (this.partial + text).split('\n');
      this.partial = lines.pop() ?? '';
      this.kept += lines
        .filter((line) => line.includes(markerText))
        .map((line) => `\n${line}\n`)
        .join('');
    }
    this.onText(text);
    this.notify();
  }
}

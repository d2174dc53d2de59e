import { startProcess, type CommandPrefix, type ManagedProcess } from '../../process/index.js';

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
  reader: () => {
    const decoder = new TextDecoder();
    return (chunk) => decoder.decode(chunk, { stream: true });
  },
};

/** In the line of every marker; see `markerAddress`. */
const markers = ' daddr 127.88.';

/** A trace's source, running in a namespace, and what it has told since it was last cleared. */
export class Monitor {
  private readonly child: ManagedProcess;
  private heard: () => void = () => undefined;
  private told = '';
  private over = false;
  /** What came after the last whole line, once no more is kept. */
  private partial = '';
  private leftOut = false;

  /**
   * @param listen Is told everything as it comes.
   * @param atMost Characters that are kept; of what comes after only lines about docknet's own markers are.
   */
  constructor(
    entry: CommandPrefix,
    source: TraceSource,
    private readonly listen: (text: string) => void,
    private readonly atMost: number,
  ) {
    this.child = startProcess(source.argv, { prefix: entry });
    void this.child.ended.then(() => {
      this.over = true;
      this.heard();
    });
    const read = source.reader();
    this.child.onData((chunk) => {
      this.take(read(chunk));
    });
  }

  get running(): boolean {
    return !this.over;
  }

  /** What it complained of; empty where it did not. */
  get complaints(): string {
    return this.child.stderr.trim();
  }

  /** True where more was told than is kept. */
  get overflowed(): boolean {
    return this.leftOut;
  }

  clear(): void {
    [this.told, this.leftOut] = ['', false];
  }

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
        this.heard = () => {
          clearTimeout(guard);
          resolve();
        };
      });
    }
  }

  /** All it has told. */
  get text(): string {
    return this.told;
  }

  private take(text: string): void {
    if (this.told.length < this.atMost) this.told += text;
    else {
      this.leftOut = true;
      const lines = (this.partial + text).split('\n');
      this.partial = lines.pop() ?? '';
      this.told += lines
        .filter((line) => line.includes(markers))
        .map((line) => `\n${line}\n`)
        .join('');
    }
    this.listen(text);
    this.heard();
  }

  async close(): Promise<void> {
    this.child.kill();
    await this.child.ended;
  }
}

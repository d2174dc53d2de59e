import { redraws, type Terminal } from './style.js';

/** Milliseconds that writing may take without a word, and in a pipe between two. */
const pace = { silent: 1_000, line: 10_000 };

/** Shows how far the writing of a long recording is: redrawn on a terminal, else a line now and then. */
export class WritingProgress {
  private readonly started = performance.now();
  private readonly live: boolean;
  private due: number = pace.silent;
  private open = false;

  constructor(private readonly stream: Terminal) {
    this.live = redraws(stream);
  }

  /** @param share From 0 to 1. */
  readonly tell = (share: number): void => {
    if (performance.now() - this.started < this.due) return;
    if (!this.live) this.due += pace.line;
    const line = `docknet: writing what was found out into the recording, ${Math.floor(100 * Math.min(1, share))} %`;
    this.stream.write(this.live ? `\r\u001b[2K${line}` : `${line}\n`);
    this.open = this.live;
  };

  /** Takes the line away. */
  end(): void {
    if (this.open) this.stream.write('\r\u001b[2K');
    this.open = false;
  }
}

import { formatDuration } from '../../text/index.js';
import { oneLine, redraws, type Terminal } from './style.js';

/** Shows how far a fetch is: a line per step, and on a terminal its last line redrawn with what has been downloaded. */
export class FetchProgress {
  private readonly started = performance.now();
  private readonly live: boolean;
  private step = '';
  private open = false;

  constructor(
    private readonly stream: Terminal,
    private readonly name: string,
  ) {
    this.live = redraws(stream);
  }

  /** @param bytes Downloaded so far; null where that says nothing. */
  tell(step: string, bytes: number | null): void {
    const fresh = step !== this.step;
    if (!fresh && !this.live) return;
    if (fresh) this.end();
    this.step = step;
    const got = bytes === null ? '' : `, ${Math.round(bytes / 1e6)} MB`;
    const line = `${this.name}: ${oneLine(step)}${got} (${formatDuration(performance.now() - this.started)})`;
    this.stream.write(this.live ? `\r\u001b[2K${line}` : `${line}\n`);
    this.open = this.live;
  }

  /** The last line stays on the screen. */
  end(): void {
    if (this.open) this.stream.write('\n');
    this.open = false;
  }
}

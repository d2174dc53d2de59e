import { createLogUpdate } from 'log-update';
import { formatDuration } from '../../text/index.js';
import { escapeLine, isInteractive, type OutputStream } from './style.js';

/** Shows the progress of a fetch: a line per step, and on a terminal the downloaded bytes redrawn in the last one. */
export class FetchProgress {
  private readonly started = performance.now();
  private readonly redraw: ReturnType<typeof createLogUpdate> | null;
  private step = '';

  constructor(
    private readonly stream: OutputStream,
    private readonly name: string,
  ) {
    this.redraw = isInteractive(stream) ? createLogUpdate(stream, { showCursor: true }) : null;
  }

  /** @param bytes Downloaded so far; null if the step downloads nothing. */
  update(step: string, bytes: number | null): void {
    const isNew = step !== this.step;
    if (!isNew && this.redraw === null) return;
    if (isNew) this.end();
    this.step = step;
    const size = bytes === null ? '' : `, ${Math.round(bytes / 1e6)} MB`;
    const line = `${this.name}: ${escapeLine(step)}${size} (${formatDuration(performance.now() - this.started)})`;
    if (this.redraw === null) this.stream.write(`${line}\n`);
    else this.redraw(line);
  }

  /** Keeps the last line on the screen. */
  end(): void {
    this.redraw?.done();
  }
}

/** Shows the progress of writing a long recording: redrawn on a terminal, elsewhere a line every 10 s. */
export class WritingProgress {
  private readonly started = performance.now();
  private readonly redraw: ReturnType<typeof createLogUpdate> | null;
  /** Milliseconds from the start until the next line. */
  private dueMs: number = firstLineMs;

  constructor(private readonly stream: OutputStream) {
    this.redraw = isInteractive(stream) ? createLogUpdate(stream, { showCursor: true }) : null;
  }

  /** @param share From 0 to 1. */
  readonly update = (share: number): void => {
    if (performance.now() - this.started < this.dueMs) return;
    const line = `docknet: adding comments to the recording, ${Math.floor(100 * Math.min(1, share))} %`;
    if (this.redraw !== null) this.redraw(line);
    else {
      this.dueMs += lineEveryMs;
      this.stream.write(`${line}\n`);
    }
  };

  /** Removes the line from the screen. */
  end(): void {
    this.redraw?.clear();
  }
}

const firstLineMs = 1_000;
const lineEveryMs = 10_000;

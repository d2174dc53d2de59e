import type { Journey } from '../../journey/index.js';
import { indented, oneLine, paintFor, redraws, type Terminal } from './style.js';
import { textLadder, timeWidth, wrapped } from './journey.js';

/** Lines of a stream that tells no width: a file, a pipe. */
const plainWidth = 80;
/** Packets a second that a person can still follow as they run by; a pipe gets every one. */
const readable = 100;

/** Shows packets on a terminal as they pass. */
export class LiveLadder {
  private readonly paint: ReturnType<typeof paintFor>;
  private readonly live: boolean;
  private origin: bigint | null = null;
  private second = 0;
  private shown = 0;
  private unshown = 0;
  private output = '';

  /** @param names What to call an address; read anew for every packet, since containers come and go. */
  constructor(
    private readonly stream: Terminal,
    private readonly names: () => ReadonlyMap<string, string>,
  ) {
    this.paint = paintFor(stream);
    this.live = redraws(stream);
  }

  journeys(journeys: readonly Journey[]): void {
    let text = '';
    for (const journey of journeys) {
      const [first] = journey.hops;
      if (first === undefined) continue;
      this.origin ??= first.time;
      if (this.mayShow()) text += this.drawn(journey, Number(first.time - this.origin) / 1e9);
    }
    if (text !== '') this.stream.write(text);
  }

  /** Frames that came faster than they can be shown. */
  skipped(frames: number): void {
    this.unshown += frames;
    this.mayShow();
  }

  /** A sentence of docknet's own. */
  say(text: string): void {
    this.flush();
    const [first = '', ...rest] = this.live
      ? wrapped(oneLine(`docknet: ${text}`), this.width - 2)
      : [`docknet: ${indented(text, '  ')}`];
    this.stream.write(
      [first.replace('docknet:', this.paint.bold('docknet:')), ...rest.map((line) => `  ${line}`)]
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  /** What the traced command writes, in whole lines. */
  said(text: string): void {
    const lines = (this.output + text).split('\n');
    this.output = lines.pop() ?? '';
    for (const line of lines)
      this.stream.write(`${' '.repeat(timeWidth - 2)}${this.paint.cyan('|')} ${oneLine(line)}\n`);
  }

  /** Shows what was held back. */
  flush(): void {
    if (this.output !== '') this.said('\n');
    if (this.unshown > 0)
      this.stream.write(
        this.paint.dim(
          `${'…'.padStart(timeWidth - 2)}  ${this.unshown.toLocaleString('en')} more, not shown here; the recording has them\n`,
        ),
      );
    this.unshown = 0;
  }

  private get width(): number {
    return this.live ? Math.max(60, this.stream.columns) : plainWidth;
  }

  private mayShow(): boolean {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== this.second) {
      this.flush();
      [this.second, this.shown] = [now, 0];
    }
    this.shown += 1;
    if (!this.live || this.shown <= readable) return true;
    this.unshown += 1;
    return false;
  }

  private drawn(journey: Journey, seconds: number): string {
    const {
      head: [head = '', ...rest],
      way,
      stop,
      rules,
    } = textLadder(journey, this.names(), this.width);
    const indent = ' '.repeat(timeWidth);
    const lines = [
      `${this.paint.dim(seconds.toFixed(6).padStart(timeWidth - 2))}  ${head}`,
      ...rest.map((line) => indent + line),
    ];
    return [
      ...lines,
      ...way.map(
        (line) =>
          indent + this.paint.dim(line).replaceAll(/\[[^\]]*\]?|^[^[]*\]/g, (changed) => this.paint.yellow(changed)),
      ),
      ...stop.map((line) => indent + this.paint.red(line)),
      ...rules.map((line) => indent + this.paint.cyan(line)),
    ]
      .map((line) => `${line}\n`)
      .join('');
  }
}

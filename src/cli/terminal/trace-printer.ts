import type { Journey } from '../../journey/index.js';
import { isLinkChatter } from '../../report/index.js';
import { countColumns, paintJourney, timeColumns } from './journey.js';
import { wrapLines } from './layout.js';
import { colorsFor, escapeLine, escapeLines, isInteractive, type Colors, type OutputStream } from './style.js';

/** Packets a second that a terminal shows; a pipe gets every one. */
const maxPacketsPerSecond = 100;
/** Link chatter kept in case nothing else is seen. */
const maxHeldChatter = 1_000;

/** Prints packets while a trace runs. */
export class TracePrinter {
  private readonly colors: Colors;
  private readonly interactive: boolean;
  private origin: bigint | null = null;
  private second = 0;
  private shownThisSecond = 0;
  private skippedFrames = 0;
  private partialOutput = '';
  /** Link chatter so far; null as soon as other packets were seen. */
  private heldChatter: Journey[] | null = [];
  private chatterNoted = false;

  /**
   * @param names Returns names by address. Called for every packet, because containers start and stop.
   * @param options.foldChatter Hides ARP, neighbour discovery and multicast memberships, unless nothing else is seen.
   */
  constructor(
    private readonly stream: OutputStream,
    private readonly names: () => ReadonlyMap<string, string>,
    private readonly options: { readonly foldChatter: boolean },
  ) {
    this.colors = colorsFor(stream);
    this.interactive = isInteractive(stream);
  }

  journeys(journeys: readonly Journey[]): void {
    let text = '';
    for (const journey of journeys) {
      const [first] = journey.hops;
      if (first === undefined) continue;
      this.origin ??= first.time;
      if (this.options.foldChatter && isLinkChatter(journey)) text += this.fold(journey);
      else {
        if (this.heldChatter !== null && this.heldChatter.length > 0) text += this.noteChatter();
        this.heldChatter = null;
        if (this.countShown()) text += this.format(journey);
      }
    }
    if (text !== '') this.stream.write(text);
  }

  /** Counts frames that arrived faster than they can be shown. */
  skipped(frames: number): void {
    this.skippedFrames += frames;
    this.countShown();
  }

  /** Prints a message of docknet's own. */
  log(text: string): void {
    this.flush();
    const [first = '', ...rest] = this.interactive
      ? wrapLines(escapeLine(`docknet: ${text}`), this.columns - 2)
      : [`docknet: ${escapeLines(text, '  ')}`];
    this.write([first.replace('docknet:', this.colors.bold('docknet:')), ...rest.map((line) => `  ${line}`)]);
  }

  /** Prints the traced command's output, in whole lines. */
  output(text: string): void {
    const lines = (this.partialOutput + text).split('\n');
    this.partialOutput = lines.pop() ?? '';
    const indent = ' '.repeat(timeColumns - 2);
    this.write(lines.map((line) => `${indent}${this.colors.cyan('|')} ${escapeLine(line)}`));
  }

  /** Prints what was held back, and link chatter if nothing else was seen. */
  end(): void {
    this.flush();
    const chatter = this.heldChatter ?? [];
    this.heldChatter = null;
    for (const journey of chatter) this.stream.write(this.format(journey));
  }

  private flush(): void {
    if (this.partialOutput !== '') this.output('\n');
    if (this.skippedFrames > 0)
      this.writeNote(`${this.skippedFrames.toLocaleString('en')} more, not shown here; they are in the recording`);
    this.skippedFrames = 0;
  }

  /** Holds link chatter back. @returns a note the first time after other packets. */
  private fold(journey: Journey): string {
    if (this.heldChatter === null) return this.noteChatter();
    if (this.heldChatter.length < maxHeldChatter) this.heldChatter.push(journey);
    return '';
  }

  /** @returns that link chatter is hidden; empty after the first time. */
  private noteChatter(): string {
    if (this.chatterNoted) return '';
    this.chatterNoted = true;
    return this.note(
      'ARP, neighbour discovery and multicast memberships are not shown here; they are in the recording',
    );
  }

  private get columns(): number {
    return countColumns(this.stream);
  }

  /** Counts a packet. @returns whether it may be shown in this second. */
  private countShown(): boolean {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== this.second) {
      this.flush();
      [this.second, this.shownThisSecond] = [now, 0];
    }
    this.shownThisSecond += 1;
    if (!this.interactive || this.shownThisSecond <= maxPacketsPerSecond) return true;
    this.skippedFrames += 1;
    return false;
  }

  private format(journey: Journey): string {
    return paintJourney(journey, this.origin ?? 0n, this.names(), { columns: this.columns, colors: this.colors });
  }

  private note(text: string): string {
    return this.colors.dim(`${'…'.padStart(timeColumns - 2)}  ${text}\n`);
  }

  private writeNote(text: string): void {
    this.stream.write(this.note(text));
  }

  private write(lines: readonly string[]): void {
    if (lines.length > 0) this.stream.write(lines.map((line) => `${line}\n`).join(''));
  }
}

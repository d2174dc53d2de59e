import { duration } from '../../report/duration.js';
import { standingOf } from '../../report/standing.js';
import type { CheckRecord } from '../../record/index.js';
import { areaOf } from './area.js';
import { paintFor, redraws, type Terminal } from './paint.js';

interface Area {
  readonly name: string;
  readonly total: number;
  done: number;
  running: number;
  /** Broken ones and deviations that nobody expected. */
  trouble: number;
}

/** Shows a run while it runs: a line per area, redrawn in place; a line per check where the stream is no terminal. */
export class Progress {
  private readonly areas = new Map<string, Area>();
  private readonly paint: ReturnType<typeof paintFor>;
  private readonly live: boolean;
  private readonly total: number;
  /** When the first check was handed out: the labs stand from then on. */
  private begun: number | null = null;
  private drawn = 0;
  private ticking: NodeJS.Timeout | undefined;

  constructor(private readonly stream: Terminal, ids: readonly string[]) {
    for (const id of ids) {
      const name = areaOf(id);
      this.areas.set(name, { name, done: 0, running: 0, trouble: 0, total: (this.areas.get(name)?.total ?? 0) + 1 });
    }
    this.total = ids.length;
    this.paint = paintFor(stream);
    // A screen that is too low would scroll and keep every redrawing.
    this.live = redraws(stream) && stream.rows > this.areas.size + 2;
    if (this.live) {
      this.ticking = setInterval(() => { this.draw(); }, 250);
      this.draw();
    }
  }

  /** A check was handed to a worker. */
  started(id: string): void {
    this.begun ??= performance.now();
    this.area(id).running += 1;
  }

  /** A check has its verdict. */
  checked(check: CheckRecord): void {
    const area = this.area(check.id);
    area.done += 1;
    area.running = Math.max(0, area.running - 1);
    const standing = standingOf(check);
    if (standing === 'new' || standing === 'broken') area.trouble += 1;
    if (this.live) { this.draw(); return; }
    const left = this.left(this.total - this.done);
    this.stream.write(`${String(this.done).padStart(String(this.total).length)}/${this.total}  ${standing.padEnd(12)}  ${check.id}  ${duration(check.milliseconds)}${left}\n`);
  }

  /** The last state stays on the screen. */
  end(): void {
    clearInterval(this.ticking);
    if (this.live) this.draw();
  }

  private get done(): number {
    return [...this.areas.values()].reduce((sum, area) => sum + area.done, 0);
  }

  private draw(): void {
    const width = Math.max(...[...this.areas.keys()].map((name) => name.length), 'in all'.length);
    const lines = [...this.areas.values()].map((area) => this.line(area, width));
    const state = this.begun === null ? 'building the labs' : this.left(this.total - this.done).replace(/^, /, '');
    lines.push(`${'in all'.padEnd(width)}  ${count(this.done, this.total)}  ${state}`);
    // Each line is erased before it is written anew; the cursor ends below the last one.
    const up = this.drawn === 0 ? '' : `\u001b[${this.drawn}A`;
    this.stream.write(up + lines.map((line) => `\r\u001b[2K${line}\n`).join(''));
    this.drawn = lines.length;
  }

  private line(area: Area, width: number): string {
    const name = area.name.padEnd(width);
    const counts = count(area.done, area.total);
    const trouble = area.trouble === 0 ? '' : this.paint.red(`  ${area.trouble} to look at`);
    if (area.done === area.total) return `${name}  ${this.paint.green(counts)}${trouble}`;
    if (area.running === 0 && area.done === 0) return this.paint.dim(`${name}  ${counts}`);
    return `${name}  ${counts}${this.left(area.total - area.done).replace(/^,/, ' ')}${trouble}`;
  }

  /** `, about 8 s left` for so many checks at the pace so far; empty before there is a pace and when nothing is left. */
  private left(checks: number): string {
    if (this.begun === null || this.done === 0 || checks === 0) return '';
    const seconds = Math.ceil((performance.now() - this.begun) / this.done * checks / 1000);
    return `, about ${seconds} s left`;
  }

  private area(id: string): Area {
    const area = this.areas.get(areaOf(id));
    if (area === undefined) throw new Error(`${id} is not one of the checks of this run`);
    return area;
  }
}

const count = (done: number, total: number) => `${String(done).padStart(3)}/${String(total).padEnd(3)}`;

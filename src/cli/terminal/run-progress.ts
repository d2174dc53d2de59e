import { createLogUpdate } from 'log-update';
import type { CheckRecord, Verdict } from '../../record/index.js';
import type { StartedCell } from '../../runner/index.js';
import { areaOf, formatDuration } from '../../text/index.js';
import { padColumns, widestOf } from './layout.js';
import { colorsFor, isInteractive, type Colors, type OutputStream } from './style.js';

/** Checks that are counted together: an area's, or in a matrix a cell's. */
interface Group {
  readonly name: string;
  readonly total: number;
  done: number;
  running: number;
  failed: number;
}

const redrawMs = 250;
const failures: readonly Verdict[] = ['deviates', 'error', 'inconclusive'];

/**
 * Shows the progress of a run. On a terminal: a line per area, or per cell if there are several, redrawn in place.
 * Elsewhere: a line per check.
 */
export class RunProgress {
  private readonly groups = new Map<string, Group>();
  private readonly colors: Colors;
  private readonly redraw: ReturnType<typeof createLogUpdate> | null;
  private readonly byCell: boolean;
  private readonly total: number;
  /** When the first check started, in milliseconds: its lab is built by then. */
  private startedAt: number | null = null;
  private readonly ticks: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: OutputStream,
    cells: readonly StartedCell[],
  ) {
    this.byCell = cells.length > 1;
    const names = cells.flatMap(({ name, checks }) => checks.map(({ id }) => this.groupName(name, id)));
    for (const name of names)
      this.groups.set(name, { name, done: 0, running: 0, failed: 0, total: (this.groups.get(name)?.total ?? 0) + 1 });
    this.total = names.length;
    this.colors = colorsFor(stream);
    // On a screen that is too low, redrawn lines would scroll.
    const fits = isInteractive(stream) && stream.rows > this.groups.size + 2;
    this.redraw = fits ? createLogUpdate(stream, { showCursor: true }) : null;
    if (this.redraw === null) return;
    this.ticks = setInterval(() => {
      this.draw();
    }, redrawMs);
    this.draw();
  }

  started(cell: string, id: string): void {
    this.startedAt ??= performance.now();
    this.group(cell, id).running += 1;
  }

  checked(cell: string, { id, verdict, milliseconds }: CheckRecord): void {
    const group = this.group(cell, id);
    group.done += 1;
    group.running = Math.max(0, group.running - 1);
    if (failures.includes(verdict)) group.failed += 1;
    if (this.redraw !== null) {
      this.draw();
      return;
    }
    const count = `${String(this.done).padStart(String(this.total).length)}/${this.total}`;
    const name = this.byCell ? `${cell}  ${id}` : id;
    const left = this.timeLeft(this.total - this.done);
    this.stream.write(
      `${count}  ${verdict.padEnd(15)}  ${name}  ${formatDuration(milliseconds)}${left === '' ? '' : `, ${left}`}\n`,
    );
  }

  /** Writes a line above the progress. */
  log(text: string): void {
    this.redraw?.clear();
    this.stream.write(`${text}\n`);
    if (this.redraw !== null) this.draw();
  }

  /** Stops redrawing; the last state stays on the screen. */
  end(): void {
    clearInterval(this.ticks);
    if (this.redraw === null) return;
    this.draw();
    this.redraw.done();
  }

  private get done(): number {
    return [...this.groups.values()].reduce((sum, group) => sum + group.done, 0);
  }

  private draw(): void {
    const width = widestOf([...this.groups.keys(), 'total']);
    const lines = [...this.groups.values()].map((group) => this.line(group, width));
    const state = this.startedAt === null ? 'building labs' : this.timeLeft(this.total - this.done);
    lines.push(`${padColumns('total', width)}  ${countOf(this.done, this.total)}  ${state}`);
    this.redraw?.(lines.join('\n'));
  }

  private line({ name, done, running, total, failed }: Group, width: number): string {
    const start = `${padColumns(name, width)}  `;
    const counts = countOf(done, total);
    const failures = failed === 0 ? '' : this.colors.red(`  ${failed} failed`);
    if (done === total) return `${start}${this.colors.green(counts)}${failures}`;
    if (running === 0 && done === 0) return this.colors.dim(start + counts);
    return `${start}${counts}  ${this.timeLeft(total - done)}${failures}`;
  }

  /**
   * Returns "about 8 s left" for a number of checks at the pace so far; empty before the first result and after the
   * last.
   */
  private timeLeft(checks: number): string {
    if (this.startedAt === null || this.done === 0 || checks === 0) return '';
    const seconds = Math.ceil((((performance.now() - this.startedAt) / this.done) * checks) / 1000);
    return `about ${seconds} s left`;
  }

  private groupName(cell: string, id: string): string {
    return this.byCell ? cell : areaOf(id);
  }

  private group(cell: string, id: string): Group {
    const name = this.groupName(cell, id);
    const group = this.groups.get(name);
    if (group === undefined) throw new Error(`${name} has no checks in this run`);
    return group;
  }
}

const countOf = (done: number, total: number) => `${String(done).padStart(3)}/${String(total).padEnd(3)}`;

import { formatDuration } from '../../text/index.js';
import type { CheckRecord } from '../../record/index.js';
import { areaOf } from './area.js';
import { paintFor, redraws, type Terminal } from './style.js';

/** Checks that are counted together: an area's, or in a matrix an engine's. */
interface Group {
  readonly name: string;
  readonly total: number;
  done: number;
  running: number;
  /** Deviations, errors and inconclusive checks. */
  trouble: number;
}

/** What a session tells as it goes, of the checks of each of its cells. */
export interface Following {
  /** A check was handed to a worker. */
  started(cell: string, id: string): void;
  /** A check has its verdict. */
  checked(cell: string, check: CheckRecord): void;
  /** The last state stays on the screen. */
  end(): void;
}

/** Shows a session on a terminal: by area where it has one cell, else by cell. */
export function progressOf(stream: Terminal, cells: readonly string[], ids: readonly string[]): Following {
  const byCell = cells.length > 1;
  const group = (cell: string, id: string) => (byCell ? cell : areaOf(id));
  const progress = new Progress(
    stream,
    cells.flatMap((cell) => ids.map((id) => group(cell, id))),
  );
  return {
    started: (cell, id) => {
      progress.started(group(cell, id));
    },
    checked: (cell, check) => {
      progress.checked(group(cell, check.id), check, byCell ? `${cell}  ` : '');
    },
    end: () => {
      progress.end();
    },
  };
}

/** Shows a run while it runs: a line per group, redrawn in place; a line per check where the stream is no terminal. */
class Progress {
  private readonly groups = new Map<string, Group>();
  private readonly paint: ReturnType<typeof paintFor>;
  private readonly live: boolean;
  private readonly total: number;
  /** When the first check was handed out: the labs stand from then on. */
  private begun: number | null = null;
  private drawn = 0;
  private ticking: NodeJS.Timeout | undefined;

  /** @param names The group of every check that is to be run. */
  constructor(
    private readonly stream: Terminal,
    names: readonly string[],
  ) {
    for (const name of names)
      this.groups.set(name, { name, done: 0, running: 0, trouble: 0, total: (this.groups.get(name)?.total ?? 0) + 1 });
    this.total = names.length;
    this.paint = paintFor(stream);
    // A screen that is too low would scroll and keep every redrawing.
    this.live = redraws(stream) && stream.rows > this.groups.size + 2;
    if (this.live) {
      this.ticking = setInterval(() => {
        this.draw();
      }, 250);
      this.draw();
    }
  }

  started(name: string): void {
    this.begun ??= performance.now();
    this.group(name).running += 1;
  }

  /** @param label What stands before the check's id in its line. */
  checked(name: string, check: CheckRecord, label: string): void {
    const group = this.group(name);
    group.done += 1;
    group.running = Math.max(0, group.running - 1);
    const { verdict } = check;
    if (verdict === 'deviates' || verdict === 'error' || verdict === 'inconclusive') group.trouble += 1;
    if (this.live) {
      this.draw();
      return;
    }
    const left = this.left(this.total - this.done);
    this.stream.write(
      `${String(this.done).padStart(String(this.total).length)}/${this.total}  ${verdict.padEnd(15)}  ${label}${check.id}  ${formatDuration(check.milliseconds)}${left}\n`,
    );
  }

  end(): void {
    clearInterval(this.ticking);
    if (this.live) this.draw();
  }

  private get done(): number {
    return [...this.groups.values()].reduce((sum, group) => sum + group.done, 0);
  }

  private draw(): void {
    const width = Math.max(...[...this.groups.keys()].map((name) => name.length), 'in all'.length);
    const lines = [...this.groups.values()].map((group) => this.line(group, width));
    const state = this.begun === null ? 'building the labs' : this.left(this.total - this.done).replace(/^, /, '');
    lines.push(`${'in all'.padEnd(width)}  ${count(this.done, this.total)}  ${state}`);
    // Each line is erased before it is written anew; the cursor ends below the last one.
    const up = this.drawn === 0 ? '' : `\u001b[${this.drawn}A`;
    this.stream.write(up + lines.map((line) => `\r\u001b[2K${line}\n`).join(''));
    this.drawn = lines.length;
  }

  private line(group: Group, width: number): string {
    const name = group.name.padEnd(width);
    const counts = count(group.done, group.total);
    const trouble = group.trouble === 0 ? '' : this.paint.red(`  ${group.trouble} to look at`);
    if (group.done === group.total) return `${name}  ${this.paint.green(counts)}${trouble}`;
    if (group.running === 0 && group.done === 0) return this.paint.dim(`${name}  ${counts}`);
    return `${name}  ${counts}${this.left(group.total - group.done).replace(/^,/, ' ')}${trouble}`;
  }

  /** `, about 8 s left` for so many checks at the pace so far; empty before there is a pace and when nothing is left. */
  private left(checks: number): string {
    if (this.begun === null || this.done === 0 || checks === 0) return '';
    const seconds = Math.ceil((((performance.now() - this.begun) / this.done) * checks) / 1000);
    return `, about ${seconds} s left`;
  }

  private group(name: string): Group {
    const group = this.groups.get(name);
    if (group === undefined) throw new Error(`${name} has no checks in this run`);
    return group;
  }
}

const count = (done: number, total: number) => `${String(done).padStart(3)}/${String(total).padEnd(3)}`;

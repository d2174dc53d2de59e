import { resolve } from 'node:path';
import type { AnyCheck } from '../../check/index.js';
import type { Cell, CheckRecord } from '../../record/index.js';
import type { Kernel, Machine } from '../../machine/index.js';
import { unjudgedRecord, type FromWorker, type WorkerSetup } from '../worker/protocol.js';
import { describeGuest, GuestWorkers } from '../worker/guest-workers.js';
import { forkWorker, WorkerClient, type WorkerProcess } from '../worker/worker-client.js';
import { CheckQueue, type Durations } from './check-queue.js';

/** The checks to run on one engine, and how. */
export interface CellOptions {
  readonly setup: Omit<WorkerSetup, 'number'>;
  readonly checks: readonly AnyCheck[];
  /** The kernel of the virtual machine in which its labs are built; null for labs on this machine. */
  readonly kernel?: Kernel | null;
  readonly onNoKvm?: (reason: string) => void;
  /** How long the checks took in earlier runs, so that no long one comes last. */
  readonly durations?: Durations;
  readonly onStart?: (id: string) => void;
  readonly onCheck?: (record: CheckRecord) => void;
  /** Called once with each warning about a lab's tools. */
  readonly onWarning?: (text: string) => void;
  /** Aborting it stops the run after removing every lab; finished checks are kept. */
  readonly signal?: AbortSignal;
}

export interface CellResult {
  /** null if no engine came up. */
  readonly cell: Cell | null;
  /** In the order the checks were given. */
  readonly checks: readonly CheckRecord[];
  /** Why no further check could be run on this machine; null if all were. */
  readonly unfit: string | null;
}

/**
 * Runs checks on one or several engines at once. Each lab has a process of its own; the machine's own engine runs one
 * check at a time.
 *
 * @param workers The number of labs at once over all cells, 1 or more.
 * @returns a result for each cell, in the order given.
 */
export async function runCells(cells: readonly CellOptions[], workers: number): Promise<CellResult[]> {
  const runs = cells.map((options, n) => new CellRun(options, n + 1));
  try {
    await scheduleWorkers(runs, workers);
  } finally {
    await Promise.all(runs.map((run) => run.close()));
  }
  return runs.map((run) => run.result());
}

class CellRun implements WorkSource {
  working = 0;
  hasLab = false;
  readonly #queue: CheckQueue;
  readonly #records = new Map<string, CheckRecord>();
  readonly #guests: GuestWorkers | null;
  readonly #warnings = new Set<string>();
  #cell: Cell | null = null;
  #unfit: string | null = null;

  constructor(
    private readonly options: CellOptions,
    number: number,
  ) {
    const { setup, kernel = null, signal, onNoKvm = () => undefined } = options;
    this.#queue = new CheckQueue(options.checks, setup.sabotaged, options.durations);
    const { directory, runtime } = setup;
    this.#guests =
      kernel === null
        ? null
        : new GuestWorkers({ kernel, directory: resolve(directory), runtime, name: String(number), signal, onNoKvm });
  }

  get waiting(): number {
    return this.#stopped ? 0 : this.#queue.length;
  }

  get maxWorkers(): number {
    if (this.options.setup.engine.kind === 'host') return 1;
    return this.#guests === null ? Infinity : GuestWorkers.labs;
  }

  result(): CellResult {
    return {
      cell: this.#cell,
      unfit: this.#unfit,
      checks: this.options.checks.map((c) => this.#records.get(c.id)).filter((r) => r !== undefined),
    };
  }

  async work(number: number): Promise<void> {
    this.working += 1;
    await this.#runWorker(number).finally(() => {
      this.working -= 1;
    });
  }

  /** Ends its virtual machine. */
  async close(): Promise<void> {
    await this.#guests?.stop();
  }

  /** Runs one worker process from its start to its end. */
  async #runWorker(number: number): Promise<void> {
    const started = await this.#startProcess().catch((cause: unknown) => {
      if (!this.#stopped) this.#unfit = cause instanceof Error ? cause.message : String(cause);
      return null;
    });
    if (started === null) return;
    const { process, machine } = started;
    const { setup, onStart, signal } = this.options;
    let current: AnyCheck | undefined;
    let last: AnyCheck | null = null;
    let ready = false;
    const next = () => {
      current = this.#stopped ? undefined : this.#queue.next(last, this.working);
      if (current === undefined) {
        worker.stop();
        return;
      }
      onStart?.(current.id);
      last = current;
      worker.check(current.id, this.#queue.hasSameFixture(current));
    };
    const receive = (message: FromWorker) => {
      if (message.type === 'unfit') this.#unfit ??= message.message;
      if (message.type === 'ready') {
        this.#cell ??= this.#describe(message.cell, machine);
        ready = true;
        this.hasLab = true;
      }
      if (message.type === 'checked') this.#warn(message.warnings);
      // A check whose lab is removed by an interruption has no verdict.
      if (message.type === 'checked' && signal?.aborted !== true) this.#keep(message.record);
      next();
    };
    const worker = new WorkerClient(process, { ...setup, number }, receive);
    const abort = () => {
      worker.stop();
    };
    signal?.addEventListener('abort', abort, { once: true });
    const how = await worker.ended();
    signal?.removeEventListener('abort', abort);
    if (!ready && !this.#stopped) this.#unfit = `no lab could be built: ${how}`;
    if (current !== undefined && !this.#stopped) this.#keep(unjudgedRecord(current, 'error', how));
  }

  async #startProcess(): Promise<{ readonly process: WorkerProcess; readonly machine: Machine | null }> {
    return (await this.#guests?.fork()) ?? { process: forkWorker(), machine: null };
  }

  #describe(cell: Cell, machine: Machine | null): Cell {
    const { kernel = null } = this.options;
    return kernel === null || machine === null ? cell : describeGuest(cell, kernel, machine);
  }

  get #stopped(): boolean {
    return this.options.signal?.aborted === true || this.#unfit !== null;
  }

  #warn(warnings: readonly string[]): void {
    for (const warning of warnings.filter((text) => !this.#warnings.has(text))) {
      this.#warnings.add(warning);
      this.options.onWarning?.(warning);
    }
  }

  #keep(record: CheckRecord): void {
    this.#records.set(record.id, record);
    this.options.onCheck?.(record);
  }
}

/** Work for which workers can be started: the checks of one cell. */
export interface WorkSource {
  /** Checks that no worker has taken yet; 0 if none is to be run any more. */
  readonly waiting: number;
  /** Its workers, including those whose lab is being built. */
  readonly working: number;
  /** The number of workers it may have at once. */
  readonly maxWorkers: number;
  /** Whether one of its labs has been ready: its checks are being taken from then on. */
  readonly hasLab: boolean;
  /** Runs one worker until nothing waits. @param slot From 1; no two workers have the same slot at once. */
  work(slot: number): Promise<void>;
}

/** Checks that must wait per worker before another lab is worth building; a lab costs as much time as some checks. */
const checksPerLab = 4;

/**
 * Runs workers for several sources with at most `slots` at once. A free slot goes to the source with the most checks
 * per worker, so that no slot idles while checks wait, and few labs are built. A slot whose worker died is used again.
 */
export async function scheduleWorkers(sources: readonly WorkSource[], slots: number): Promise<void> {
  await Promise.all(
    Array.from({ length: slots }, async (_, n) => {
      for (let source = chooseSource(sources); source !== null; source = chooseSource(sources))
        await source.work(n + 1);
    }),
  );
}

/**
 * Returns a source without workers, else the one with the most checks per worker; null if none needs another worker.
 */
function chooseSource(sources: readonly WorkSource[]): WorkSource | null {
  const eligible = sources.filter(
    ({ waiting, working, maxWorkers, hasLab }) =>
      working < maxWorkers && waiting > working * (hasLab ? checksPerLab : 1),
  );
  return eligible.reduce<WorkSource | null>(
    (best, source) => (best === null || checksPerWorker(source) > checksPerWorker(best) ? source : best),
    null,
  );
}

/** Counts the checks per worker, as if it had one worker more. */
const checksPerWorker = ({ waiting, working }: WorkSource) => (working === 0 ? Infinity : waiting / (working + 1));

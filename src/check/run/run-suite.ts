import type { Cell, CheckRecord } from '../../record/index.js';
import type { AnyCheck } from '../conformance.js';
import { CheckQueue } from './queue.js';
import { unrun } from './unrun.js';
import { WorkerClient } from './worker-client.js';
import type { FromWorker, WorkerSetup } from './worker-messages.js';

/** What a suite is run with. */
export interface SuiteOptions extends Omit<WorkerSetup, 'number'> {
  readonly checks: readonly AnyCheck[];
  /** Labs at once, 1 or more. */
  readonly workers: number;
  /** Told as it goes. */
  readonly onStart?: (id: string) => void;
  readonly onCheck?: (record: CheckRecord) => void;
  /** Aborting it stops the run after taking every lab down; checks that have ended are kept. */
  readonly signal?: AbortSignal;
}

export interface SuiteResult {
  /** null where no engine came up. */
  readonly cell: Cell | null;
  /** In the order the checks were given. */
  readonly checks: readonly CheckRecord[];
  /** Why the environment is unfit; null where it is not. */
  readonly unfit: string | null;
}

/** Runs checks in several labs at once, each lab in a process of its own; on the machine's own engine one after another. */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  return new SuiteRun(options).run();
}

class SuiteRun {
  private readonly queue: CheckQueue;
  private readonly records = new Map<string, CheckRecord>();
  private cell: Cell | null = null;
  private unfit: string | null = null;

  constructor(private readonly options: SuiteOptions) {
    this.queue = new CheckQueue(options.checks, options.sabotaged);
  }

  async run(): Promise<SuiteResult> {
    const { workers, engine, checks } = this.options;
    const count = engine.kind === 'host' ? 1 : Math.min(workers, Math.max(1, this.queue.length));
    await Promise.all(Array.from({ length: count }, (_, n) => this.work(n + 1)));
    return { cell: this.cell, unfit: this.unfit, checks: checks.map((c) => this.records.get(c.id)).filter((r) => r !== undefined) };
  }

  /** One worker from its start to its end, and a fresh one after it where it died on a check. */
  private async work(number: number): Promise<void> {
    const { run, directory, runtime, engine, engineWithin, sabotaged, signal } = this.options;
    let current: AnyCheck | undefined;
    let last: AnyCheck | null = null;
    let ready = false;
    const next = () => {
      current = this.over ? undefined : this.queue.next(last);
      if (current === undefined) { worker.stop(); return; }
      this.options.onStart?.(current.id);
      last = current;
      worker.check(current.id);
    };
    const hear = (message: FromWorker) => {
      if (message.type === 'unfit') this.unfit ??= message.message;
      if (message.type === 'ready') { this.cell ??= message.cell; ready = true; }
      // What a check says while its lab is being taken from under it is no finding.
      if (message.type === 'checked' && signal?.aborted !== true) this.keep(message.record);
      next();
    };
    const worker = new WorkerClient({ run, directory, runtime, engine, engineWithin, sabotaged, number }, hear);
    const abort = () => { worker.stop(); };
    signal?.addEventListener('abort', abort, { once: true });
    const how = await worker.ended();
    signal?.removeEventListener('abort', abort);
    if (!ready && !this.over) this.unfit = `no lab could be built: ${how}`;
    if (current === undefined || this.over) return;
    this.keep(unrun(current, 'broken', how));
    if (this.queue.length > 0) await this.work(number);
  }

  private get over(): boolean {
    return this.options.signal?.aborted === true || this.unfit !== null;
  }

  private keep(record: CheckRecord): void {
    this.records.set(record.id, record);
    this.options.onCheck?.(record);
  }
}

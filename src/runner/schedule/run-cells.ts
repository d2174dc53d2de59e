import type { Cell, CheckRecord } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import { CheckQueue, type Durations } from './check-queue.js';
import { shareSlots, type Leg } from './slots.js';
import { unrun } from '../worker/unrun.js';
import { WorkerClient } from '../worker/worker-client.js';
import type { FromWorker, WorkerSetup } from '../worker/protocol.js';

/** What a suite is run with. */
export interface SuiteOptions extends Omit<WorkerSetup, 'number'> {
  readonly checks: readonly AnyCheck[];
  /** How long they took before, so that none of the long ones is left for the end. */
  readonly durations?: Durations;
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
export async function runSuite(options: SuiteOptions & { readonly workers: number }): Promise<SuiteResult> {
  const [result] = await runSuites([options], options.workers);
  if (result === undefined) throw new Error('a suite that was run has no result');
  return result;
}

/**
 * Runs suites on several engines at once; their labs share the slots.
 *
 * @param workers Labs at once over all of them, 1 or more.
 * @returns what came of each, in the order given.
 */
export async function runSuites(suites: readonly SuiteOptions[], workers: number): Promise<SuiteResult[]> {
  const legs = suites.map((options) => new SuiteRun(options));
  await shareSlots(legs, workers);
  return legs.map((leg) => leg.result());
}

class SuiteRun implements Leg {
  working = 0;
  begun = false;
  private readonly queue: CheckQueue;
  private readonly records = new Map<string, CheckRecord>();
  private cell: Cell | null = null;
  private unfit: string | null = null;

  constructor(private readonly options: SuiteOptions) {
    this.queue = new CheckQueue(options.checks, options.sabotaged, options.durations);
  }

  get waiting(): number {
    return this.over ? 0 : this.queue.length;
  }

  get atOnce(): number {
    return this.options.engine.kind === 'host' ? 1 : Infinity;
  }

  result(): SuiteResult {
    return {
      cell: this.cell,
      unfit: this.unfit,
      checks: this.options.checks.map((c) => this.records.get(c.id)).filter((r) => r !== undefined),
    };
  }

  /** One worker from its start to its end. */
  async work(number: number): Promise<void> {
    this.working += 1;
    await this.oneWorker(number).finally(() => {
      this.working -= 1;
    });
  }

  private async oneWorker(number: number): Promise<void> {
    const { run, directory, runtime, engine, engineWithin, sabotaged, engineCache, suites, iptables, signal } =
      this.options;
    let current: AnyCheck | undefined;
    let last: AnyCheck | null = null;
    let ready = false;
    const next = () => {
      current = this.over ? undefined : this.queue.next(last, this.working);
      if (current === undefined) {
        worker.stop();
        return;
      }
      this.options.onStart?.(current.id);
      last = current;
      worker.check(current.id, this.queue.shares(current));
    };
    const hear = (message: FromWorker) => {
      if (message.type === 'unfit') this.unfit ??= message.message;
      if (message.type === 'ready') {
        this.cell ??= message.cell;
        ready = true;
        this.begun = true;
      }
      // What a check says while its lab is being taken from under it is no finding.
      if (message.type === 'checked' && signal?.aborted !== true) this.keep(message.record);
      next();
    };
    const worker = new WorkerClient(
      {
        run,
        directory,
        runtime,
        engine,
        engineWithin,
        sabotaged,
        engineCache,
        suites,
        number,
        ...(iptables === undefined ? {} : { iptables }),
      },
      hear,
    );
    const abort = () => {
      worker.stop();
    };
    signal?.addEventListener('abort', abort, { once: true });
    const how = await worker.ended();
    signal?.removeEventListener('abort', abort);
    if (!ready && !this.over) this.unfit = `no lab could be built: ${how}`;
    if (current !== undefined && !this.over) this.keep(unrun(current, 'broken', how));
  }

  private get over(): boolean {
    return this.options.signal?.aborted === true || this.unfit !== null;
  }

  private keep(record: CheckRecord): void {
    this.records.set(record.id, record);
    this.options.onCheck?.(record);
  }
}

import { resolve } from 'node:path';
import type { AnyCheck } from '../../check/index.js';
import { plainKernel, type Kernel, type KernelVariant, type Machine } from '../../machine/index.js';
import type { Cell, CheckRecord } from '../../record/index.js';
import { describeGuest, GuestWorkers } from '../worker/guest-workers.js';
import { unjudgedRecord, type ActingFaults, type FromWorker, type WorkerSetup } from '../worker/protocol.js';
import { forkWorker, WorkerClient, type WorkerProcess } from '../worker/worker-client.js';
import { CheckQueue, type Durations } from './check-queue.js';
import { CrashSuspects } from './crash-suspects.js';
import { OrderedQueue } from './ordered-queue.js';
import type { WorkSource } from './schedule-workers.js';

/** The checks to run on one engine, and how. */
export interface CellOptions {
  readonly setup: Omit<WorkerSetup, 'number'>;
  readonly checks: readonly AnyCheck[];
  /** The kernel of the virtual machine in which its labs are built; null for labs on this machine. */
  readonly kernel?: Kernel | null;
  /** How that kernel differs; absent for the plain one. */
  readonly variant?: KernelVariant;
  readonly onNoKvm?: (reason: string) => void;
  /** How long the checks took in earlier runs, so that no long one comes last. */
  readonly durations?: Durations;
  readonly onStart?: (id: string) => void;
  readonly onCheck?: (record: CheckRecord) => void;
  /** Called before `onCheck` with the faults that would act on a check, if the workers observe their engines. */
  readonly onActing?: (id: string, acting: ActingFaults) => void;
  /** Whether the checks run in the order given, in one worker. Default: false. */
  readonly inOrder?: boolean;
  /** Whether no further check is to be run. */
  readonly isEnough?: () => boolean;
  /** Called once with each warning about a lab's tools or a virtual machine. */
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

/** Runs the checks of one cell in the workers that the schedule gives it. */
export class CellRun implements WorkSource {
  working = 0;
  hasLab = false;
  readonly #queue: CheckQueue | OrderedQueue;
  readonly #records = new Map<string, CheckRecord>();
  readonly #guests: GuestWorkers | null;
  readonly #suspects = new CrashSuspects<AnyCheck>();
  readonly #warnings = new Set<string>();
  #cell: Cell | null = null;
  #unfit: string | null = null;

  constructor(
    readonly options: CellOptions,
    /** Tells a run's virtual machines apart. */
    name: string,
  ) {
    const { setup, kernel = null, variant = plainKernel, signal, onNoKvm = () => undefined } = options;
    this.#queue =
      options.inOrder === true
        ? new OrderedQueue(options.checks)
        : new CheckQueue(options.checks, setup.sabotaged, options.durations, setup.guestLab);
    const { directory, runtime } = setup;
    this.#guests =
      kernel === null
        ? null
        : new GuestWorkers({ kernel, variant, directory: resolve(directory), runtime, name, signal, onNoKvm });
  }

  get waiting(): number {
    return this.#stopped ? 0 : this.#queue.length + this.#suspects.waiting;
  }

  get maxWorkers(): number {
    if (this.options.setup.engine.kind === 'host' || this.options.inOrder === true) return 1;
    if (this.#guests === null) return Infinity;
    return this.#suspects.isolating ? 1 : GuestWorkers.labs;
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
      if (current !== undefined) this.#suspects.finish(current);
      current = this.#takeNext(last);
      if (current === undefined) {
        worker.stop();
        return;
      }
      onStart?.(current.id);
      last = current;
      this.#suspects.start(current);
      worker.check(current.id, !this.#suspects.isolating && this.#queue.hasSameFixture(current));
    };
    const receive = (message: FromWorker) => {
      if (message.type === 'unfit') this.#unfit ??= message.message;
      if (message.type === 'ready') {
        this.#cell ??= this.#describe(message.cell, machine);
        ready = true;
        this.hasLab = true;
      }
      if (message.type === 'checked' && message.acting !== null)
        this.options.onActing?.(message.record.id, message.acting);
      if (message.type === 'checked') for (const warning of message.warnings) this.#warn(warning);
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
    if (this.#stopped) return;
    if (machine?.failure != null) this.#takeCrash(machine, machine.failure, current);
    else if (!ready) this.#unfit = `no lab could be built: ${how}`;
    else if (current !== undefined) this.#keepError(current, how);
  }

  async #startProcess(): Promise<{ readonly process: WorkerProcess; readonly machine: Machine | null }> {
    return (await this.#guests?.fork()) ?? { process: forkWorker(), machine: null };
  }

  /** Takes the next check for a worker; undefined if the worker is to end. */
  #takeNext(last: AnyCheck | null): AnyCheck | undefined {
    if (this.#stopped) return undefined;
    if (this.#suspects.isolating) return this.#suspects.next();
    return this.#queue.next(last, this.working);
  }

  /** Handles a worker whose virtual machine has ended. @param current Its check; undefined between two. */
  #takeCrash(machine: Machine, failure: string, current: AnyCheck | undefined): void {
    const ruling = this.#suspects.judge(machine, current);
    if (ruling === 'unfit') this.#unfit = `no lab could be built: ${failure}`;
    if (ruling === 'error' && current !== undefined) this.#keepError(current, failure);
    if (ruling === 'again') this.#warn(`${failure}. Several checks ran there; each runs again, alone.`);
  }

  #describe(cell: Cell, machine: Machine | null): Cell {
    const { kernel = null } = this.options;
    return kernel === null || machine === null ? cell : describeGuest(cell, kernel, machine);
  }

  get #stopped(): boolean {
    return this.options.signal?.aborted === true || this.#unfit !== null || this.options.isEnough?.() === true;
  }

  #warn(warning: string): void {
    if (this.#warnings.has(warning)) return;
    this.#warnings.add(warning);
    this.options.onWarning?.(warning);
  }

  #keepError(check: AnyCheck, reason: string): void {
    this.#suspects.finish(check);
    this.#keep(unjudgedRecord(check, 'error', reason));
  }

  #keep(record: CheckRecord): void {
    this.#records.set(record.id, record);
    this.options.onCheck?.(record);
  }
}

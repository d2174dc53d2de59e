import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Machine, type Kernel, type KernelVariant } from '../../machine/index.js';
import type { Cell } from '../../record/index.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { workerModule, type WorkerProcess } from './worker-client.js';

export interface GuestOptions {
  readonly kernel: Kernel;
  readonly variant: KernelVariant;
  /** The directory of the cell's record and evidence, absolute. */
  readonly directory: string;
  /** The run's directory under /run/docknet. */
  readonly runtime: string;
  /** Tells a run's machines apart. */
  readonly name: string;
  /** Aborting it ends the machine. */
  readonly signal: AbortSignal | undefined;
  /** Tells the user why a machine is emulated. */
  readonly onNoKvm: (reason: string) => void;
}

/** Memory of a machine with its files, and of each lab: an engine, its data on a tmpfs, Node. */
const memoryMb = { machine: 1024, lab: 1024 };

/** Starts the workers of one cell in a virtual machine with its kernel; after a crash in another one. */
export class GuestWorkers {
  /**
   * The number of labs that a machine carries: one a processor, in half of the memory that is available here. Counted
   * once, before a machine takes its own.
   */
  static readonly labs = Math.max(
    1,
    Math.min(
      availableParallelism(),
      Math.floor((process.availableMemory() / 2 / 2 ** 20 - memoryMb.machine) / memoryMb.lab),
    ),
  );

  private current: Promise<Machine> | null = null;
  private count = 0;

  constructor(private readonly options: GuestOptions) {}

  /** Starts a worker. @throws MachineError if the machine does not boot. */
  async fork(): Promise<{ readonly process: WorkerProcess; readonly machine: Machine }> {
    this.current ??= this.boot();
    const machine = await this.current;
    const process = machine.fork<ToWorker, FromWorker>(workerModule);
    return { process: Object.assign(process, { timeScale: machine.timeScale }), machine };
  }

  /** Ends the machine. */
  async stop(): Promise<void> {
    const machine = await this.current?.catch(() => null);
    await machine?.stop();
  }

  private boot(): Promise<Machine> {
    const { kernel, variant, directory, runtime, name, signal, onNoKvm } = this.options;
    const booting = Machine.start(
      {
        kernel,
        variant,
        cpus: GuestWorkers.labs,
        memoryMb: guestMemoryMb(),
        directory: join(runtime, `machine-${name}-${++this.count}`),
        shares: [directory],
        directories: [runtime],
        onNoKvm,
      },
      signal,
    );
    void booting.then(
      (machine) => {
        const stop = () => void machine.stop();
        signal?.addEventListener('abort', stop, { once: true });
        if (signal?.aborted === true) stop();
        void machine.ended.then(() => {
          signal?.removeEventListener('abort', stop);
          this.current = null;
        });
      },
      () => {
        this.current = null;
      },
    );
    return booting;
  }
}

const guestMemoryMb = (): number => memoryMb.machine + GuestWorkers.labs * memoryMb.lab;

/** Adds to a cell what only the machine's host knows. */
export const describeGuest = (cell: Cell, kernel: Kernel, { accelerator, qemu }: Machine): Cell => ({
  ...cell,
  kernel: { ...cell.kernel, origin: kernel.origin },
  machine: { accelerator, qemu, memoryMb: guestMemoryMb() },
});

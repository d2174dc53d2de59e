import { forkProcess, type ForkedProcess } from '../../process/index.js';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.js';

/** Milliseconds a worker may take. Hundreds of times what it does take: past that, something hangs. */
const checkWithin = 180_000;
const stopWithin = 60_000;
const labWithin = 120_000;

/** A worker's process, as the run sees it. A worker that hangs is killed, and its lab goes with it. */
export class WorkerClient {
  private readonly child: ForkedProcess<ToWorker, FromWorker>;
  private watchdog: NodeJS.Timeout | undefined;
  private overdue: string | null = null;

  constructor(setup: WorkerSetup, hear: (message: FromWorker) => void) {
    this.child = forkProcess(new URL('./worker-process.js', import.meta.url), { stdout: 'inherit', stderr: 'inherit' });
    this.child.onMessage(hear);
    this.allow(setup.engineWithin + labWithin, 'building its lab');
    this.tell({ type: 'setup', setup });
  }

  /** Gives it a check to run. @param keep Whether one that is given the same is to follow. */
  check(id: string, keep: boolean): void {
    this.allow(checkWithin, 'the check');
    this.tell({ type: 'check', id, keep });
  }

  /** Asks it to take its lab down and end. */
  stop(): void {
    this.allow(stopWithin, 'taking its lab down');
    this.tell({ type: 'stop' });
  }

  /** Resolves when it has ended, with how. */
  ended(): Promise<string> {
    return this.child.ended.then(({ status, signal }) => {
      clearTimeout(this.watchdog);
      return this.overdue ?? `its worker’s process ended (${signal ?? `status ${status ?? 'unknown'}`})`;
    });
  }

  private allow(milliseconds: number, what: string): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.overdue = `${what} took more than ${milliseconds / 1000} s, so its worker was killed`;
      this.child.kill();
    }, milliseconds);
  }

  private tell(message: ToWorker): void {
    void this.child.send(message);
  }
}

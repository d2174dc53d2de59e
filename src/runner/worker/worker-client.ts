import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.js';

/** Milliseconds a worker may take. Hundreds of times what it does take: past that, something hangs. */
const checkWithin = 180_000;
const stopWithin = 60_000;
const labWithin = 120_000;

/** A worker's process, as the run sees it. A worker that hangs is killed, and its lab goes with it. */
export class WorkerClient {
  private readonly child: ChildProcess;
  private watchdog: NodeJS.Timeout | undefined;
  private overdue: string | null = null;

  constructor(setup: WorkerSetup, hear: (message: FromWorker) => void) {
    this.child = fork(fileURLToPath(new URL('./worker-process.js', import.meta.url)), [], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child.on('message', hear);
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
    return new Promise((resolve) => {
      this.child.once('close', (status, signal) => {
        clearTimeout(this.watchdog);
        resolve(this.overdue ?? `its worker’s process ended (${signal ?? `status ${status ?? 'unknown'}`})`);
      });
    });
  }

  private allow(milliseconds: number, what: string): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.overdue = `${what} took more than ${milliseconds / 1000} s, so its worker was killed`;
      this.child.kill('SIGKILL');
    }, milliseconds);
  }

  private tell(message: ToWorker): void {
    // A worker that is ending may close the channel under the message; "close" tells of that, and without a callback it would end us.
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

import { describeExit, forkProcess, type ForkedProcess } from '../../process/index.js';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.js';

/** Milliseconds after which a worker counts as hanging: hundreds of times what it takes. */
const timeoutsMs = { lab: 120_000, check: 180_000, stop: 60_000 };

/** The session's end of a worker process. Kills a worker that hangs; its lab ends with it. */
export class WorkerClient {
  readonly #process: ForkedProcess<ToWorker, FromWorker>;
  #watchdog: NodeJS.Timeout | undefined;
  #timeout: string | null = null;

  constructor(setup: WorkerSetup, onMessage: (message: FromWorker) => void) {
    this.#process = forkProcess(new URL('worker-process.js', import.meta.url), {
      stdout: 'inherit',
      stderr: 'inherit',
    });
    this.#process.onMessage(onMessage);
    this.#send({ type: 'setup', setup }, 'building the lab', setup.engineTimeoutMs + timeoutsMs.lab);
  }

  /** Starts a check. @param reuse Whether another check with the same fixture follows. */
  check(id: string, reuse: boolean): void {
    this.#send({ type: 'check', id, reuse }, 'the check', timeoutsMs.check);
  }

  /** Asks the worker to remove its lab and exit. */
  stop(): void {
    this.#send({ type: 'stop' }, 'removing the lab', timeoutsMs.stop);
  }

  /** Resolves when the process has ended, with the reason. */
  async ended(): Promise<string> {
    const exit = await this.#process.ended;
    clearTimeout(this.#watchdog);
    return this.#timeout ?? exit.error ?? `the worker process ${describeExit(exit)}`;
  }

  #send(message: ToWorker, action: string, timeoutMs: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#timeout = `${action} timed out after ${timeoutMs / 1000} s; the worker was killed`;
      this.#process.kill();
    }, timeoutMs);
    // A message to a worker that is exiting is lost; `ended` reports the exit.
    void this.#process.send(message);
  }
}

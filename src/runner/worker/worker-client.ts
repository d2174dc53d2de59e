import { describeExit, forkProcess, type ForkedProcess } from '../../process/index.js';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.js';

/** Milliseconds after which a worker counts as hanging: hundreds of times what it takes. */
const timeoutsMs = { lab: 120_000, check: 180_000, stop: 60_000 };

/** The module of a worker's process. */
export const workerModule = new URL('worker-process.js', import.meta.url);

/** A worker's process, here or in a virtual machine. */
export interface WorkerProcess extends Pick<
  ForkedProcess<ToWorker, FromWorker>,
  'ended' | 'kill' | 'onMessage' | 'send'
> {
  /** By how much time limits must be longer than on this machine. */
  readonly timeScale: number;
}

/** Starts a worker's process on this machine. */
export function forkWorker(): WorkerProcess {
  const options = { stdout: 'inherit', stderr: 'inherit' } as const;
  return Object.assign(forkProcess<ToWorker, FromWorker>(workerModule, options), { timeScale: 1 });
}

/** The session's end of a worker process. Kills a worker that hangs; its lab ends with it. */
export class WorkerClient {
  #watchdog: NodeJS.Timeout | undefined;
  #timeout: string | null = null;

  constructor(
    private readonly process: WorkerProcess,
    setup: WorkerSetup,
    onMessage: (message: FromWorker) => void,
  ) {
    process.onMessage(onMessage);
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
    const exit = await this.process.ended;
    clearTimeout(this.#watchdog);
    return this.#timeout ?? exit.error ?? `the worker process ${describeExit(exit)}`;
  }

  /** @param limitMs Milliseconds that it may take on this machine. */
  #send(message: ToWorker, action: string, limitMs: number): void {
    const timeoutMs = limitMs * this.process.timeScale;
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#timeout = `${action} timed out after ${timeoutMs / 1000} s; the worker was killed`;
      this.process.kill();
    }, timeoutMs);
    // A message to a worker that is exiting is lost; `ended` reports the exit.
    void this.process.send(message);
  }
}

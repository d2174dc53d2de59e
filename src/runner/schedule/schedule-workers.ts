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
 * A slot without work waits until a worker ends: its source may want more workers then.
 */
export async function scheduleWorkers(sources: readonly WorkSource[], slots: number): Promise<void> {
  const running = new Set<Promise<void>>();
  const useSlot = async (slot: number): Promise<void> => {
    for (;;) {
      const source = chooseSource(sources);
      if (source === null && running.size === 0) return;
      if (source === null) {
        await Promise.race(running);
        continue;
      }
      const work = source.work(slot);
      running.add(work);
      await work.finally(() => running.delete(work));
    }
  };
  await Promise.all(Array.from({ length: slots }, (_, n) => useSlot(n + 1)));
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

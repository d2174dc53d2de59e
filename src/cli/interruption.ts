/** Watches for Ctrl-C and SIGTERM while a run lasts. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Lets the signals do again what they do without us. */
  end(): void;
}

/**
 * Milliseconds within which a second signal is the first one once more: timeout(1) sends its signal to the command and to the
 * command's group.
 */
const echo = 1000;

/**
 * The first signal stops the run in order: labs are taken down, what was recorded is written. The second ends us at once; what
 * is then left is cleared by the next run.
 *
 * @param ending What a person is told that is being done after the first one.
 */
export function watchForInterruption(
  say: (text: string) => void,
  ending = 'taking the labs down and writing what was recorded',
): Interruption {
  const controller = new AbortController();
  let heard = 0;
  const hear = () => {
    if (controller.signal.aborted) {
      if (performance.now() - heard > echo) process.exit(130);
      return;
    }
    heard = performance.now();
    say(`interrupted: ${ending}. Once more to end at once.`);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, hear);
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}

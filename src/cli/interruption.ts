/** Handles Ctrl-C, SIGTERM and SIGHUP while a command runs. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Restores the signals' defaults, unless one came: a second then still exits with 130 while results are written. */
  end(): void;
}

/** Milliseconds in which a second signal repeats the first: timeout(1) signals the command and its process group. */
const debounceMs = 1000;

/**
 * Aborts on the first signal, so that the command can clean up; exits with status 130 on the second. The next run
 * removes what is then left.
 *
 * @param cleanup What follows the first signal, for the message.
 */
export function handleInterruption(
  log: (text: string) => void,
  cleanup = 'removing labs and saving results',
): Interruption {
  const controller = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (controller.signal.aborted) {
      if (performance.now() - first > debounceMs) process.exit(130);
      return;
    }
    first = performance.now();
    log(`Interrupted: ${cleanup}. Press Ctrl-C again to exit now.`);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    end: () => {
      if (controller.signal.aborted) return;
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 optimize a function after 1,000,000 bytes of its bytecode have run (default: 67,584). A run lives for a
 * minute or two, and most functions that V8 optimizes are called a few times more: writing the pages of three engines
 * takes 5.0 s of CPU time with this, 6.7 s without. Only on V8 11 (Node 20), on which it was measured; others may not
 * know the flag.
 */
export function delayOptimization(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');
}

import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 think of optimising a function after 1,000,000 bytes of its bytecode have run, where it does after 67,584 by itself. A run
 * and its workers live for a minute or two, and much was optimised that was then called a few more times: the pages of three
 * engines take 5.0 s of CPU to write with this, 6.7 s without. Said to the V8 it was measured on alone (11, Node 20's): another
 * might not know the flag, and would complain.
 */
export function optimiseLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');
}

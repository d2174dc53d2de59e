import { runDocknet } from './docknet.js';
import type { Inputs } from './inputs.js';
import { kernelsDirectory } from './places.js';

/** Fetches the kernels that the input names. @returns the exit status. */
export async function fetchKernels({ kernels }: Inputs): Promise<number> {
  const args = ['kernel', 'fetch', '--kernel-cache', kernelsDirectory(), '--', ...kernels];
  return (await runDocknet(args, { root: true })).status;
}

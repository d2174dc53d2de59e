import { findQemu } from '../machine/index.js';
import type { Diagnosis } from './diagnosis.js';

/** Looks for what `docknet run --kernel` needs. Other runs need none of it. */
export async function findKernelTools(): Promise<Diagnosis> {
  const missing = await findQemu().then(
    () => null,
    (cause: unknown) => (cause as Error).message,
  );
  return {
    name: 'tools of docknet run --kernel (QEMU, virtiofsd)',
    missing,
    fix: 'Only to run on other kernels.',
    isOptional: true,
  };
}

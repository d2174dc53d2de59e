import type { Accelerator } from './qemu.js';

export interface MachineLimits {
  /** Milliseconds until the kernel must be up. */
  readonly kernelMs: number;
  /** Milliseconds from then until the guest's program must run. */
  readonly programMs: number;
  /** Seconds without a sign of life after which a guest hangs. On a busy machine it may stand still for some. */
  readonly silentSeconds: number;
  /** Seconds after which a task that is blocked in the kernel ends the machine; the kernel's own limit is 120. */
  readonly hungTaskSeconds: number;
  /** How much longer everything takes than on the machine itself: limits are scaled by it. */
  readonly timeScale: number;
}

/** How long what happens in a virtual machine may take. */
export const limitsOf: Readonly<Record<Accelerator, MachineLimits>> = {
  kvm: { kernelMs: 20_000, programMs: 60_000, silentSeconds: 60, hungTaskSeconds: 60, timeScale: 2 },
  tcg: { kernelMs: 240_000, programMs: 300_000, silentSeconds: 120, hungTaskSeconds: 300, timeScale: 10 },
};

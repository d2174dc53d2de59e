import type { AnyCheck } from '../../check/index.js';
import { plainKernel, type KernelVariant } from '../../machine/index.js';
import { kernelOf, labSpecOf, plainLab, type LabSpec } from '../worker/requirements.js';

/** Checks of one cell that one virtual machine can run. */
export interface KernelGroup {
  readonly variant: KernelVariant;
  readonly checks: readonly AnyCheck[];
  /** The lab that its workers start with. With its defaults, an engine may not start on such a kernel. */
  readonly firstLab: LabSpec;
}

/**
 * Groups checks by the kernel that they need, so that each kernel is booted once. Checks without needs come first, the
 * others in the order of each group's first check.
 */
export function groupByKernel(checks: readonly AnyCheck[], sabotaged: boolean): readonly KernelGroup[] {
  const plainKey = variantKey(plainKernel);
  const groups = new Map<string, { readonly variant: KernelVariant; readonly checks: AnyCheck[] }>();
  for (const check of checks) {
    const variant = kernelOf(check, sabotaged) ?? plainKernel;
    const key = variantKey(variant);
    const group = groups.get(key) ?? { variant, checks: [] };
    group.checks.push(check);
    groups.set(key, group);
  }
  return [...groups]
    .toSorted(([a], [b]) => Number(b === plainKey) - Number(a === plainKey))
    .map(([key, { variant, checks: own }]) => {
      const [first] = own;
      const isPlain = key === plainKey || first === undefined;
      return { variant, checks: own, firstLab: isPlain ? plainLab : labSpecOf(first, sabotaged) };
    });
}

const variantKey = ({ without, boot }: KernelVariant): string => JSON.stringify([[...without].sort(), boot]);

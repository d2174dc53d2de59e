import type { AnyCheck } from '../conformance.js';
import { givenOf } from './sabotaging.js';
import { orderKey, type LabOrder } from './worker-messages.js';

/** An engine as it is, on a host as it is. */
export const plainOrder: LabOrder = { settings: {}, sysctls: {}, missingTables: [], upgrades: false };

/** What the lab is made with that a check is given. */
export function orderOf(check: AnyCheck, sabotaged: boolean): LabOrder {
  const given = Object.values(givenOf(check, sabotaged));
  const { settings, sysctls, missingTables } = given.find((spec) => spec.kind === 'engine') ?? plainOrder;
  return { settings, sysctls, missingTables, upgrades: given.some((spec) => spec.kind === 'newer-engines') };
}

/** What every worker begins with. */
const plain = orderKey(plainOrder);

/**
 * Checks that wait for a worker. A worker stays with the settings of the lab it has while there are checks for them, as another
 * lab costs as much as several checks; those for an engine as it is come first.
 */
export class CheckQueue {
  private readonly waiting = new Map<string, AnyCheck[]>();

  constructor(checks: readonly AnyCheck[], private readonly sabotaged: boolean) {
    for (const check of checks) {
      const key = orderKey(orderOf(check, sabotaged));
      this.waiting.set(key, [...this.waiting.get(key) ?? [], check]);
    }
  }

  get length(): number {
    return [...this.waiting.values()].reduce((sum, checks) => sum + checks.length, 0);
  }

  /** The next check for a worker whose lab's engine has the settings of its last check, null for a new worker's; undefined where none waits. */
  next(last: AnyCheck | null): AnyCheck | undefined {
    const key = last === null ? plain : orderKey(orderOf(last, this.sabotaged));
    const longest = [...this.waiting.values()].sort((a, b) => b.length - a.length)[0];
    return (this.some(key) ?? this.some(plain) ?? longest)?.shift();
  }

  private some(key: string): AnyCheck[] | undefined {
    const checks = this.waiting.get(key);
    return checks === undefined || checks.length === 0 ? undefined : checks;
  }
}

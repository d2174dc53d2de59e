import type { DaemonSettings } from '../../engine/index.js';
import type { AnyCheck } from '../conformance.js';
import { givenOf } from './sabotaging.js';
import { settingsKey } from './worker-messages.js';

/** Settings of the engine that a check is given; none for an engine as it is. */
export function settingsOf(check: AnyCheck, sabotaged: boolean): DaemonSettings {
  return Object.values(givenOf(check, sabotaged)).find((spec) => spec.kind === 'engine')?.settings ?? {};
}

/** The settings of an engine as it is, with which every worker begins. */
const plain = settingsKey({});

/**
 * Checks that wait for a worker. A worker stays with the settings of the lab it has while there are checks for them, as another
 * lab costs as much as several checks; those for an engine as it is come first.
 */
export class CheckQueue {
  private readonly waiting = new Map<string, AnyCheck[]>();

  constructor(checks: readonly AnyCheck[], private readonly sabotaged: boolean) {
    for (const check of checks) {
      const key = settingsKey(settingsOf(check, sabotaged));
      this.waiting.set(key, [...this.waiting.get(key) ?? [], check]);
    }
  }

  get length(): number {
    return [...this.waiting.values()].reduce((sum, checks) => sum + checks.length, 0);
  }

  /** The next check for a worker whose lab's engine has the settings of its last check, null for a new worker's; undefined where none waits. */
  next(last: AnyCheck | null): AnyCheck | undefined {
    const key = last === null ? plain : settingsKey(settingsOf(last, this.sabotaged));
    const longest = [...this.waiting.values()].sort((a, b) => b.length - a.length)[0];
    return (this.some(key) ?? this.some(plain) ?? longest)?.shift();
  }

  private some(key: string): AnyCheck[] | undefined {
    const checks = this.waiting.get(key);
    return checks === undefined || checks.length === 0 ? undefined : checks;
  }
}

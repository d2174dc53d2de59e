import type { AnyCheck } from '../../check/index.js';
import { fixtureKey } from '../fixture/reusable-fixture.js';

/** Checks for one worker, in the order given: the likeliest to settle something come first, whatever they cost. */
export class OrderedQueue {
  private readonly waiting: AnyCheck[];

  constructor(checks: readonly AnyCheck[]) {
    this.waiting = [...checks];
  }

  get length(): number {
    return this.waiting.length;
  }

  /** Removes and returns the next check; undefined if none waits. */
  next(): AnyCheck | undefined {
    return this.waiting.shift();
  }

  /** Whether the next check has the same fixture. */
  hasSameFixture(check: AnyCheck): boolean {
    const [next] = this.waiting;
    return next !== undefined && fixtureKey(next) !== null && fixtureKey(next) === fixtureKey(check);
  }
}

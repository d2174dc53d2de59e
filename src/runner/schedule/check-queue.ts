import type { AnyCheck } from '../../check/conformance.js';
import { givenOf } from '../given/sabotage.js';
import { sharedGiven } from '../given/fixture-key.js';
import { orderKey, type LabOrder } from '../worker/protocol.js';

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

/** Milliseconds, for planning alone: a check that nobody has timed yet, and the building of a lab. */
const about = { check: 1500, lab: 1500 };

/** How many milliseconds checks took before, by id. It decides when a check comes, and nothing else. */
export type Durations = ReadonlyMap<string, number>;

/** Checks that share a lab's settings, the longest first. */
interface Group {
  readonly key: string;
  readonly checks: AnyCheck[];
}

/**
 * Checks that wait for a worker. A worker stays with the settings of the lab it has while there are checks for them, as another
 * lab costs as much as several checks; those for an engine as it is come first. It leaves these in time, so that those with
 * settings of their own do not all come at the end, when a worker that has none left waits for the others. Of the checks for a lab
 * it has those first that are given the same as its last one, and leaves those to others that theirs are given.
 */
export class CheckQueue {
  private readonly groups: readonly Group[];
  private taken = 0;
  /** Workers whose labs have settings of their own. */
  private away = 0;
  /** How many workers' last checks were given this, by what they are given. */
  private readonly held = new Map<string, number>();

  /** @param durations Of as many of the checks as are known. */
  constructor(
    checks: readonly AnyCheck[],
    private readonly sabotaged: boolean,
    private readonly durations: Durations = new Map(),
  ) {
    const keyed = new Map<string, AnyCheck[]>();
    for (const check of checks) {
      const key = this.keyOf(check);
      keyed.set(key, [...(keyed.get(key) ?? []), check]);
    }
    // Checks of which nothing is known stay in the order given.
    this.groups = [...keyed].map(([key, group]) => ({
      key,
      checks: group.toSorted((a, b) => this.duration(b) - this.duration(a)),
    }));
  }

  get length(): number {
    return this.groups.reduce((sum, { checks }) => sum + checks.length, 0);
  }

  /**
   * The next check for a worker; undefined where none waits.
   *
   * @param last Its last check, whose lab it has; null for a new worker.
   * @param workers At work, this one among them.
   */
  next(last: AnyCheck | null, workers: number): AnyCheck | undefined {
    const key = last === null ? plain : this.keyOf(last);
    const group = this.groupFor(last, key, workers);
    this.away += Number(group !== undefined && group.key !== plain) - Number(key !== plain);
    if (group === undefined) return undefined;
    this.taken += 1;
    const check = this.takeFrom(group, last);
    for (const [of, by] of [
      [last, -1],
      [check, 1],
    ] as const) {
      const given = this.givenBy(of);
      if (given !== null) this.held.set(given, (this.held.get(given) ?? 0) + by);
    }
    return check;
  }

  /** Whether another check waits that is given the same. */
  shares(check: AnyCheck): boolean {
    const given = this.givenBy(check);
    return given !== null && this.groups.some(({ checks }) => checks.some((other) => this.givenBy(other) === given));
  }

  private takeFrom({ checks }: Group, last: AnyCheck | null): AnyCheck {
    const given = this.givenBy(last);
    const same = given === null ? [] : checks.filter((check) => this.givenBy(check) === given);
    const free = checks.filter((check) => (this.held.get(this.givenBy(check) ?? '') ?? 0) === 0);
    const among = [same, free].find(({ length }) => length > 0) ?? checks;
    // Long and short ones by turns: the long ones mostly wait, and neither is left for the end. Only where they are known to differ.
    const [longest, shortest] = [among[0], among.at(-1)];
    if (longest === undefined || shortest === undefined) throw new Error('a group of no checks');
    const taken = this.taken % 2 === 0 && this.duration(shortest) !== this.duration(longest) ? shortest : longest;
    checks.splice(checks.indexOf(taken), 1);
    return taken;
  }

  private groupFor(last: AnyCheck | null, key: string, workers: number): Group | undefined {
    const waiting = this.groups.filter(({ checks }) => checks.length > 0);
    const own = waiting.find((group) => group.key === key);
    const asItIs = waiting.find((group) => group.key === plain);
    const special = waiting.filter((group) => group.key !== plain).toSorted((a, b) => this.cost(b) - this.cost(a));
    // It is time where these take as long as everything for each worker, one more worker counted.
    const enough = this.costs(special) * workers >= this.costs(waiting) * (this.away + 1);
    if (key === plain) return last !== null && enough ? special[0] : (own ?? special[0]);
    return own ?? special[0] ?? asItIs;
  }

  private costs(groups: readonly Group[]): number {
    return groups.reduce((sum, group) => sum + this.cost(group), 0);
  }

  /** Milliseconds that a group's checks take, with the lab that those with settings of their own need. */
  private cost({ key, checks }: Group): number {
    return checks.reduce((sum, check) => sum + this.duration(check), key === plain ? 0 : about.lab);
  }

  /** What it shares with others; null for nothing, as under a sabotage, which nobody else is to meet. */
  private givenBy(check: AnyCheck | null): string | null {
    return check === null || this.sabotaged ? null : sharedGiven(check);
  }

  private keyOf(check: AnyCheck): string {
    return orderKey(orderOf(check, this.sabotaged));
  }

  private duration(check: AnyCheck): number {
    return this.durations.get(check.id) ?? about.check;
  }
}

import type { AnyCheck } from '../../check/index.js';
import { fixtureKey } from '../fixture/reusable-fixture.js';
import { labKey, labSpecOf, plainLab, type LabSpec } from '../worker/requirements.js';

/** Estimates in milliseconds: a check without a known duration, and building a lab. */
const estimates = { check: 1500, lab: 1500 };

/** Milliseconds that checks took in earlier runs, by id. They decide the order of the checks, nothing else. */
export type Durations = ReadonlyMap<string, number>;

/** Checks that need the same lab, the longest first. */
interface LabGroup {
  readonly key: string;
  readonly checks: AnyCheck[];
}

/**
 * The checks that wait for a worker, ordered to build few labs and fixtures:
 *
 * - A worker keeps its lab while checks for it wait: another lab costs as much time as several checks.
 * - Plain labs come first, but workers change to special ones in time: these must not all come last, one after another.
 * - A worker gets checks with its last check's fixture first, and leaves those with other workers' fixtures to them.
 */
export class CheckQueue {
  private readonly groups: readonly LabGroup[];
  /** The key of the lab that every worker starts with. */
  private readonly plainKey: string;
  private taken = 0;
  /** The number of workers whose lab is not plain. */
  private specialWorkers = 0;
  /** The number of workers whose last check had a fixture, by fixture key. */
  private readonly fixtureUsers = new Map<string, number>();

  /**
   * @param durations May lack some of the checks.
   * @param firstLab The lab that every worker starts with.
   */
  constructor(
    checks: readonly AnyCheck[],
    private readonly sabotaged: boolean,
    private readonly durations: Durations = new Map(),
    firstLab: LabSpec = plainLab,
  ) {
    this.plainKey = labKey(firstLab);
    const groups = new Map<string, AnyCheck[]>();
    for (const check of checks) {
      const key = this.labKeyOf(check);
      groups.set(key, [...(groups.get(key) ?? []), check]);
    }
    this.groups = [...groups].map(([key, group]) => ({
      key,
      // Stable: checks without known durations keep their order.
      checks: group.toSorted((a, b) => this.durationOf(b) - this.durationOf(a)),
    }));
  }

  get length(): number {
    return this.groups.reduce((sum, { checks }) => sum + checks.length, 0);
  }

  /**
   * Removes and returns the next check for a worker; undefined if none waits.
   *
   * @param last The worker's last check, whose lab it has; null for a new worker.
   * @param workers The number of workers, this one included.
   */
  next(last: AnyCheck | null, workers: number): AnyCheck | undefined {
    const key = last === null ? this.plainKey : this.labKeyOf(last);
    const group = this.chooseGroup(key, last === null, workers);
    this.specialWorkers += Number(group !== undefined && group.key !== this.plainKey) - Number(key !== this.plainKey);
    if (group === undefined) return undefined;
    this.taken += 1;
    const check = this.takeFrom(group, last);
    this.countFixtureUser(last, -1);
    this.countFixtureUser(check, 1);
    return check;
  }

  /** Whether another waiting check has the same fixture. */
  hasSameFixture(check: AnyCheck): boolean {
    const key = this.fixtureKeyOf(check);
    return key !== null && this.groups.some(({ checks }) => checks.some((other) => this.fixtureKeyOf(other) === key));
  }

  private chooseGroup(key: string, isNew: boolean, workers: number): LabGroup | undefined {
    const waiting = this.groups.filter(({ checks }) => checks.length > 0);
    const own = waiting.find((group) => group.key === key);
    const special = waiting
      .filter((group) => group.key !== this.plainKey)
      .toSorted((a, b) => this.costOf([b]) - this.costOf([a]));
    if (key !== this.plainKey) return own ?? special[0] ?? waiting[0];
    // Change to a special lab once these take one more worker's share of everything that waits.
    const isTime = this.costOf(special) * workers >= this.costOf(waiting) * (this.specialWorkers + 1);
    return !isNew && isTime ? special[0] : (own ?? special[0]);
  }

  private takeFrom({ checks }: LabGroup, last: AnyCheck | null): AnyCheck {
    const key = this.fixtureKeyOf(last);
    const same = key === null ? [] : checks.filter((check) => this.fixtureKeyOf(check) === key);
    const unused = checks.filter((check) => (this.fixtureUsers.get(this.fixtureKeyOf(check) ?? '') ?? 0) === 0);
    const candidates = [same, unused, checks].find(({ length }) => length > 0) ?? [];
    // Long and short checks in turn: long ones mostly wait for timeouts, and neither is left for the end.
    const [longest, shortest] = [candidates[0], candidates.at(-1)];
    if (longest === undefined || shortest === undefined) throw new Error('The group has no checks.');
    const takeShortest = this.taken % 2 === 0 && this.durationOf(shortest) !== this.durationOf(longest);
    const check = takeShortest ? shortest : longest;
    checks.splice(checks.indexOf(check), 1);
    return check;
  }

  private countFixtureUser(check: AnyCheck | null, change: 1 | -1): void {
    const key = this.fixtureKeyOf(check);
    if (key !== null) this.fixtureUsers.set(key, (this.fixtureUsers.get(key) ?? 0) + change);
  }

  /** Returns the milliseconds that groups take, with a lab for each special one. */
  private costOf(groups: readonly LabGroup[]): number {
    const cost = ({ key, checks }: LabGroup) =>
      checks.reduce((sum, check) => sum + this.durationOf(check), key === this.plainKey ? 0 : estimates.lab);
    return groups.reduce((sum, group) => sum + cost(group), 0);
  }

  /** null if the check's fixture is not reused, as under a sabotage. */
  private fixtureKeyOf(check: AnyCheck | null): string | null {
    return check === null || this.sabotaged ? null : fixtureKey(check);
  }

  private labKeyOf(check: AnyCheck): string {
    return labKey(labSpecOf(check, this.sabotaged));
  }

  private durationOf(check: AnyCheck): number {
    return this.durations.get(check.id) ?? estimates.check;
  }
}

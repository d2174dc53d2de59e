/** What follows for a check from the crash of its virtual machine. */
export type CrashRuling =
  /** It was the only one that ran: it is an error. */
  | 'error'
  /** Others ran too: it runs again, alone. */
  | 'again'
  /** No check ran, for the second time in a row. */
  | 'unfit'
  /** Nothing: the worker had no check. */
  | 'none';

/**
 * Finds the check during which a virtual machine crashes. If several ran, each runs again, alone in a fresh machine or
 * after another that did not crash it: the one that crashes it then is an error, the others get their verdicts.
 */
export class CrashSuspects<Check extends object> {
  private readonly running = new Set<Check>();
  private readonly suspects: Check[] = [];
  /** What ran in each crashed machine. */
  private readonly crashes = new WeakMap<object, ReadonlySet<Check>>();
  /** The suspect that runs alone. */
  private alone: Check | null = null;
  /** Crashes in a row during which no check ran. */
  private idleCrashes = 0;

  /** The number of suspects that wait. */
  get waiting(): number {
    return this.suspects.length;
  }

  /** Whether the cell may have one worker only. */
  get isolating(): boolean {
    return this.suspects.length > 0 || this.alone !== null;
  }

  /** Takes the next suspect; undefined after the last, so that its worker ends and all may start again. */
  next(): Check | undefined {
    this.alone = this.suspects.shift() ?? null;
    return this.alone ?? undefined;
  }

  /** A check begins. */
  start(check: Check): void {
    this.running.add(check);
  }

  /** A check has its verdict. */
  finish(check: Check): void {
    this.running.delete(check);
    this.idleCrashes = 0;
  }

  /**
   * Judges one worker of a crashed machine; called for each of its workers.
   *
   * @param check What the worker ran; undefined if it was building a lab, or between two checks.
   */
  judge(machine: object, check: Check | undefined): CrashRuling {
    const ran = this.crashes.get(machine) ?? this.recordCrash(machine);
    if (ran.size === 0) return this.idleCrashes > 1 ? 'unfit' : 'none';
    if (check === undefined) return 'none';
    this.running.delete(check);
    if (this.alone === check) this.alone = null;
    if (ran.size === 1) return 'error';
    this.suspects.push(check);
    return 'again';
  }

  private recordCrash(machine: object): ReadonlySet<Check> {
    const ran = new Set(this.running);
    this.crashes.set(machine, ran);
    if (ran.size === 0) this.idleCrashes += 1;
    return ran;
  }
}

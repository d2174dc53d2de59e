import { plainKernel } from '../../machine/index.js';
import type { CheckRecord } from '../../record/index.js';
import { unjudgedRecord } from '../worker/protocol.js';
import { settingsOfCell, whyNotApplicable, type CellEngine } from '../worker/requirements.js';
import { groupByKernel } from './kernel-groups.js';
import { CellRun, type CellOptions, type CellResult } from './cell-run.js';
import type { WorkSource } from './schedule-workers.js';

/**
 * Runs the checks of one cell on each kernel that they need, first on the plain one. Each is booted once, and none
 * beside another. Without a virtual machine there is one kernel.
 */
export class KernelRuns implements WorkSource {
  readonly #runs: readonly CellRun[];
  /** Records of checks that were not run: they do not apply, or their kernel did not boot or had no lab. */
  readonly #unjudged = new Map<string, CheckRecord>();
  #current = 0;
  #finishing: CellRun | null = null;

  constructor(
    private readonly options: CellOptions,
    number: number,
  ) {
    const { setup, checks, kernel = null } = options;
    if (kernel === null) {
      this.#runs = [new CellRun(options, String(number))];
      return;
    }
    let isExplained = false;
    const onNoKvm = (reason: string) => {
      if (!isExplained) options.onNoKvm?.(reason);
      isExplained = true;
    };
    this.#runs = groupByKernel(checks, setup.sabotaged).map(
      ({ variant, checks: own, firstLab }, n) =>
        new CellRun(
          { ...options, onNoKvm, setup: { ...setup, guestLab: firstLab }, variant, checks: own },
          `${number}-${n + 1}`,
        ),
    );
  }

  get waiting(): number {
    return this.#run?.waiting ?? 0;
  }

  get working(): number {
    return this.#run?.working ?? 0;
  }

  get maxWorkers(): number {
    return this.#run?.maxWorkers ?? 0;
  }

  get hasLab(): boolean {
    return this.#run?.hasLab ?? false;
  }

  async work(slot: number): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    await run.work(slot);
    if (run.working === 0 && run.waiting === 0) await this.#finish(run);
  }

  /** Ends its virtual machine. */
  async close(): Promise<void> {
    await this.#run?.close();
  }

  result(): CellResult {
    const results = this.#runs.map((run) => run.result());
    const cell = results.find((result) => result.cell !== null)?.cell ?? null;
    const unfit = results.find((result, n) => result.unfit !== null && (cell === null || this.#isPlain(n)));
    const records = new Map(results.flatMap(({ checks }) => checks.map((record) => [record.id, record] as const)));
    return {
      cell,
      unfit: unfit?.unfit ?? null,
      checks: this.options.checks
        .map(({ id }) => records.get(id) ?? this.#unjudged.get(id))
        .filter((record) => record !== undefined),
    };
  }

  get #run(): CellRun | undefined {
    return this.#runs[this.#current];
  }

  #isPlain(n: number): boolean {
    const { variant = plainKernel } = this.#runs[n]?.options ?? {};
    return variant.without.length + variant.boot.length === 0;
  }

  /** Ends the virtual machine of a run without work, and goes on to the next kernel. */
  async #finish(run: CellRun): Promise<void> {
    // Its last workers end at the same time.
    if (this.#finishing === run) return;
    this.#finishing = run;
    const n = this.#runs.indexOf(run);
    await run.close();
    const { unfit, checks } = run.result();
    // What keeps the plain kernel from carrying labs keeps every other from it.
    const isPlain = this.#isPlain(n);
    if (unfit !== null && !isPlain)
      for (const check of run.options.checks.filter(({ id }) => checks.every((record) => record.id !== id)))
        this.#keep(unjudgedRecord(check, 'error', unfit));
    this.#current = unfit !== null && isPlain ? this.#runs.length : n + 1;
    this.#passOver();
  }

  /** Passes over kernels to which none of their checks applies on this engine: booting them would show nothing. */
  #passOver(): void {
    const { cell } = this.result();
    if (cell === null) return;
    const { setup } = this.options;
    const engine: CellEngine = {
      kind: setup.engine.kind,
      version: cell.engine.version,
      firewallBackend: cell.firewall.backend,
      settings: settingsOfCell(setup),
      inGuest: true,
    };
    for (let run = this.#run; run !== undefined; run = this.#run) {
      const records = run.options.checks.flatMap((check) => {
        const reason = whyNotApplicable(check, setup.sabotaged, engine);
        return reason === null ? [] : [unjudgedRecord(check, 'not applicable', reason)];
      });
      if (records.length < run.options.checks.length) return;
      for (const record of records) this.#keep(record);
      this.#current += 1;
    }
  }

  #keep(record: CheckRecord): void {
    this.#unjudged.set(record.id, record);
    this.options.onCheck?.(record);
  }
}

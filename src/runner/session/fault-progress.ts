import type { Fault } from '../../fault/index.js';
import { includesEngine, type Cell, type CheckRecord } from '../../record/index.js';
import { rankCandidates } from './fault-candidates.js';
import { describeTrial, hasNoticed, type ControlCheck, type FaultTrial } from './fault-trial.js';
import type { FaultListener, FaultRequest, FaultResult } from './fault-types.js';

/** What the checks have found under each fault. Reports a fault as soon as it is finished. */
export class FaultProgress {
  readonly #candidates: ReadonlyMap<string, readonly string[]>;
  readonly #control: ReadonlyMap<string, ControlCheck>;
  readonly #records = new Map<string, CheckRecord[]>();
  readonly #trials: Map<string, FaultTrial>;
  #reported: Promise<void> = Promise.resolve();

  /** @param started The session with the results on the unharmed engine, and the faults finished earlier. */
  constructor(
    private readonly request: FaultRequest,
    private readonly started: FaultResult,
    private readonly listener: FaultListener,
  ) {
    const { faults, recorded, thorough } = request;
    this.#candidates = new Map(
      faults.map((fault) => [
        fault.id,
        canActOn(fault, started.cell) ? rankCandidates(fault, started.control, recorded, thorough) : [],
      ]),
    );
    this.#control = new Map(started.control.map((check) => [check.id, check]));
    this.#trials = new Map(started.trials.map((trial) => [trial.id, trial]));
  }

  /** The faults that are not finished. */
  get remaining(): readonly Fault[] {
    return this.request.faults.filter(({ id }) => !this.#trials.has(id));
  }

  get result(): FaultResult {
    return { ...this.started, trials: this.request.faults.flatMap(({ id }) => this.#trials.get(id) ?? []) };
  }

  /** Returns the checks that could notice a fault, the likeliest first. */
  candidatesOf({ id }: Fault): readonly string[] {
    return this.#candidates.get(id) ?? [];
  }

  isEnough({ id }: Fault): boolean {
    const noticing = (this.#records.get(id) ?? []).filter((check) => hasNoticed(check, this.#control.get(check.id)));
    return noticing.length >= this.request.enough;
  }

  /** Finishes the faults without enough checks that noticed them. @param unfit Why no engine came up under each. */
  async finish(unfit: ReadonlyMap<string, string | null>): Promise<void> {
    for (const fault of this.remaining) {
      const reason = unfit.get(fault.id) ?? null;
      const hasRun = (this.#records.get(fault.id) ?? []).length === this.candidatesOf(fault).length;
      if (hasRun || isRefusal(reason)) this.#finishFault(fault, reason);
    }
    await this.#reported;
  }

  /** Keeps what a check found under a fault. */
  add(id: string, check: CheckRecord): void {
    const fault = this.request.faults.find((candidate) => candidate.id === id);
    if (fault === undefined) return;
    const records = [...(this.#records.get(id) ?? []), check];
    this.#records.set(id, records);
    if (this.isEnough(fault) || records.length === this.candidatesOf(fault).length) this.#finishFault(fault, null);
  }

  #finishFault(fault: Fault, unfit: string | null): void {
    const trial = describeTrial(
      fault,
      this.candidatesOf(fault),
      this.#records.get(fault.id) ?? [],
      this.#control,
      unfit,
    );
    this.#trials.set(fault.id, trial);
    const { result } = this;
    this.#reported = this.#reported.then(() => this.listener.tried(trial, result));
    // Awaited by \`finish\`.
    this.#reported.catch(() => undefined);
  }
}

/** Whether a fault can change the work of a cell's engine. */
const canActOn = ({ appliesTo }: Fault, cell: Cell | null): boolean =>
  appliesTo === undefined ||
  cell === null ||
  includesEngine(appliesTo, { version: cell.engine.version, firewallBackend: cell.firewall.backend });

/** Whether an engine ended by itself; a lab that could not be built in time says nothing of a fault. */
const isRefusal = (unfit: string | null): boolean => unfit?.includes(' while starting') === true;

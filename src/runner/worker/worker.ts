import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { startRecorder, type Recorder } from '../../capture/index.js';
import { composeMissing, findCompose, firewalldMissing, hasFirewalld, type AnyCheck } from '../../check/index.js';
import { findEngine, loadTestcontainers, type EngineDescription, type EngineProgram } from '../../engine/index.js';
import { findFault, listActing } from '../../fault/index.js';
import { findHostSocket, labName, startHostLab, startPrivateLab, type Lab, type NewerEngine } from '../../lab/index.js';
import type { Tracer } from '../../netfilter/index.js';
import { describeLeftover, type Cell, type CheckRecord } from '../../record/index.js';
import { judgeRefusedStart } from '../check/refused-given.js';
import { runCheck } from '../check/run-check.js';
import { createHostTracer } from '../check/trace-rules.js';
import { readLabState } from '../fixture/lab-state.js';
import { fixtureKey, type ReusableFixture } from '../fixture/reusable-fixture.js';
import { compareLab } from '../fixture/settle-leftovers.js';
import type { LabState } from '../fixture/state.js';
import { addLeftovers } from '../check/add-leftovers.js';
import { describeCell } from './describe-cell.js';
import { whyKernelLacks } from './kernel-needs.js';
import { unjudgedRecord, type ActingFaults, type WorkerSetup } from './protocol.js';
import {
  configureLab,
  isGiven,
  labKey,
  labSpecOf,
  newerEnginesIn,
  noNewerEngine,
  plainLab,
  settingsOfCell,
  specOfLab,
  whyBuiltIn,
  whyNotApplicable,
  type CellEngine,
  type LabSpec,
} from './requirements.js';

/** Where a worker's engines come from: the machine's running engine, or a program to start. */
type EngineSource = { readonly socket: string } | { readonly program: EngineProgram };

/** A lab that can run checks. */
interface ReadyLab {
  readonly lab: Lab;
  readonly engine: EngineDescription;
  /** Its state before the first check; see `readLabState`. */
  readonly initialState: LabState;
  readonly tracer: Tracer;
  /** Faults that would act on the engine's work at its start; empty if it is not observed. */
  readonly actingOnStart: readonly string[];
}

/** Runs checks one after another in labs of its own. A lab serves the next check if the last one left it as it was. */
export class Worker {
  private ready: ReadyLab | null = null;
  /** The last check's fixture, if another check can use it. */
  private fixture: ReusableFixture | null = null;
  /** Faults that would act on the work for the fixture so far. */
  private actingOnFixture: readonly string[] = [];
  private labs = 0;
  /** Faults that would act on the engine's work for the last check; null if it is not observed. */
  acting: ActingFaults | null = null;
  /** What is wrong with the nft of its labs. */
  readonly warnings = new Set<string>();

  private constructor(
    private readonly setup: WorkerSetup,
    private readonly source: EngineSource,
    private readonly recorder: Recorder,
    /** The engine with which its labs begin. */
    private readonly engine: CellEngine,
  ) {}

  /** Starts the recorder and the first lab. @throws EngineError or LabError if this machine cannot have one. */
  static async start(setup: WorkerSetup): Promise<{ readonly worker: Worker; readonly cell: Cell }> {
    const source: EngineSource =
      setup.engine.kind === 'host' ? { socket: findHostSocket() } : { program: await findEngine(setup.engine) };
    prepareEnvironment(setup);
    // Loading the recorder takes as long as starting an engine.
    const recorder = startRecorder();
    recorder.catch(() => undefined);
    const settings = settingsOfCell(setup);
    const { guestLab = null } = setup;
    const [lab] = await Promise.all([
      startLab(setup, source, 1, configureLab(guestLab ?? plainLab, settings), []),
      loadTestcontainers(),
    ]);
    const engine = await lab.engine.describe();
    const inGuest = guestLab !== null;
    const worker = new Worker(setup, source, await recorder, { ...engine, kind: setup.engine.kind, settings, inGuest });
    worker.labs = 1;
    await worker.adopt(lab);
    return { worker, cell: await describeCell(lab, setup, engine) };
  }

  /**
   * Runs one check.
   *
   * @param reuse Whether another check with the same fixture follows. It gets this check's fixture unless the check
   *   changed it; never on the machine's own engine nor under a sabotage.
   */
  async run(check: AnyCheck, reuse = false): Promise<CheckRecord> {
    this.acting = null;
    const { sabotaged, engine: choice, engineCache, directory, run } = this.setup;
    const key = sabotaged || choice.kind === 'host' ? null : fixtureKey(check);
    if (this.fixture !== null && this.fixture.key !== key) await this.removeFixture();
    const reason =
      whyNotApplicable(check, sabotaged, this.engine) ??
      (await whyBuiltIn(check)) ??
      (await whyKernelLacks(check, sabotaged));
    if (reason !== null) return unjudgedRecord(check, 'not applicable', reason);
    const spec = configureLab(labSpecOf(check, sabotaged), this.engine.settings);
    const { version } = this.engine;
    const newer = spec.upgrades ? await newerEnginesIn(engineCache, version) : [];
    if (spec.upgrades && newer.length === 0) return unjudgedRecord(check, 'not applicable', noNewerEngine(version));
    const ready = await this.labFor(spec, newer).catch((cause: unknown) => {
      const unjudged = unjudgedRecord(check, 'error', cause instanceof Error ? cause.message : String(cause));
      return { ...unjudged, ...(sabotaged ? null : judgeRefusedStart(cause)) };
    });
    if (!('lab' in ready)) return ready;
    if (isGiven(check, 'compose') && (await findCompose(ready.lab)) === null)
      return unjudgedRecord(check, 'not applicable', composeMissing);
    if (isGiven(check, 'firewalld') && !(await hasFirewalld(ready.lab)))
      return unjudgedRecord(check, 'not applicable', firewalldMissing);
    const earlier = this.fixture === null ? [] : this.actingOnFixture;
    const { record, fixture } = await runCheck(check, {
      lab: ready.lab,
      tracer: ready.tracer,
      recorder: this.recorder,
      directory,
      run,
      sabotaged,
      faulty: this.setup.fault !== undefined,
      engine: { version: ready.engine.version, kind: choice.kind, firewallBackend: ready.engine.firewallBackend },
      fixture: this.fixture,
      fixtureKey: reuse ? key : null,
    });
    for (const warning of ready.lab.nft.warnings) this.warnings.add(warning);
    this.fixture = fixture;
    await this.observe(ready, earlier);
    if (fixture !== null) return { ...record, leftovers: [] };
    const { isUnchanged, differences } = await compareLab(ready.lab, ready.initialState);
    const isCompared = differences !== null && !sabotaged && choice.kind !== 'host';
    const complete = isCompared ? await addLeftovers(record, ready.lab, differences) : record;
    if (!isUnchanged) await this.removeLab();
    return complete;
  }

  /** Removes the lab and stops the recorder. */
  async stop(): Promise<void> {
    await this.removeLab();
    await this.recorder.close();
  }

  /** @param earlier The faults that would have acted when the check's fixture was built and used before. */
  private async observe({ lab, actingOnStart }: ReadyLab, earlier: readonly string[]): Promise<void> {
    if (lab.parts.observer === null) return;
    this.actingOnFixture = [...new Set([...earlier, ...listActing(await lab.parts.observer.take())])];
    this.acting = { onCheck: this.actingOnFixture, onLab: actingOnStart };
  }

  private async labFor(spec: LabSpec, newer: readonly NewerEngine[]): Promise<ReadyLab> {
    if (this.ready !== null && labKey(specOfLab(this.ready.lab)) !== labKey(spec)) await this.removeLab();
    if (this.ready !== null) return this.ready;
    this.labs += 1;
    return this.adopt(await startLab(this.setup, this.source, this.labs, spec, newer));
  }

  private async adopt(lab: Lab): Promise<ReadyLab> {
    const socket = workerSocket(this.setup);
    await rm(socket, { force: true });
    await symlink(lab.engine.socket, socket);
    const [engine, initialState, tracer, work] = await Promise.all([
      lab.engine.describe(),
      readLabState(lab),
      createHostTracer(lab, this.setup.run),
      lab.parts.observer?.take(),
    ]);
    const actingOnStart = work === undefined ? [] : listActing(work);
    this.ready = { lab, engine, initialState, tracer, actingOnStart };
    return this.ready;
  }

  /** Removes a fixture that was to be reused, and the lab if it is otherwise than before its first check. */
  private async removeFixture(): Promise<void> {
    await this.fixture?.remove();
    this.fixture = null;
    if (this.ready === null) return;
    const { isUnchanged, differences } = await compareLab(this.ready.lab, this.ready.initialState);
    // The record of the check that used it last is written.
    for (const difference of differences ?? [])
      this.warnings.add(`Removing a fixture of several checks: ${describeLeftover(difference)}`);
    if (!isUnchanged) await this.removeLab();
  }

  private async removeLab(): Promise<void> {
    await this.ready?.tracer.close();
    await this.ready?.lab.close();
    this.ready = null;
    this.fixture = null;
  }
}

/** The path under which testcontainers finds the engine of the worker's lab. */
const workerSocket = ({ runtime, number }: WorkerSetup): string => join(runtime, `worker-${number}.sock`);

/**
 * Sets what testcontainers reads from the environment once per process. The socket's path stays when the lab changes.
 */
function prepareEnvironment(setup: WorkerSetup): void {
  process.env['DOCKER_HOST'] = `unix://${workerSocket(setup)}`;
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] = '127.0.0.1';
}

function startLab(
  { run, number, runtime, engineTimeoutMs, engineCache, iptables, fault, observed = false }: WorkerSetup,
  source: EngineSource,
  n: number,
  { settings, sysctls, missingTables, swarm }: LabSpec,
  newer: readonly NewerEngine[],
): Promise<Lab> {
  const name = labName(run, `${number}-${n}`);
  if ('socket' in source) return startHostLab({ name, run, runtime, engineCache, socket: source.socket });
  return startPrivateLab({
    name,
    program: source.program,
    settings,
    sysctls,
    missingTables,
    swarm,
    newer,
    engineCache,
    engineTimeoutMs,
    fault: findFault(fault),
    observed,
    ...(iptables === undefined ? {} : { iptables }),
  });
}

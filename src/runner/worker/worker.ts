import { symlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { startRecorder, type Recorder } from '../../capture/index.js';
import { findEngine, loadTestcontainers, type EngineDescription, type EngineProgram } from '../../engine/index.js';
import { startHostLab, findHostSocket, labName, startPrivateLab, type Lab, type NewerEngine } from '../../lab/index.js';
import type { Cell, CheckRecord } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import { hostTracer } from '../check/check-trace.js';
import type { Tracer } from '../../netfilter/index.js';
import { describeCell } from './describe-cell.js';
import type { KeptGiven } from '../given/reusable-fixture.js';
import { runCheck } from '../check/run-check.js';
import { sharedGiven } from '../given/fixture-key.js';
import { stateOf } from './lab-state.js';
import { newerThan, nothingNewer } from './newer-engines.js';
import { orderOf, plainOrder } from '../schedule/check-queue.js';
import { unrun } from './unrun.js';
import { orderKey, type LabOrder, type WorkerSetup } from './protocol.js';

/** Where a worker's engines come from: one that runs on the machine, or a program to start. */
type EngineSource = { readonly socket: string } | { readonly program: EngineProgram };

interface Standing {
  readonly lab: Lab;
  readonly engine: EngineDescription;
  /** Its firewall and links before any check, as text to compare with. */
  readonly pristine: string;
  readonly tracer: Tracer;
}

/** Runs checks one after another in labs of its own. A lab serves the next check only where the last one left it as it found it. */
export class Worker {
  private standing: Standing | null = null;
  /** What the last check was given, where it was to be kept and was found as it had been. */
  private kept: { readonly given: KeptGiven; readonly key: string; readonly from: string } | null = null;
  private labs = 0;
  /** Of the engine that its labs begin with. */
  private version = '';

  private constructor(
    private readonly setup: WorkerSetup,
    private readonly source: EngineSource,
    private readonly recorder: Recorder,
  ) {}

  /** Starts the recorder and the first lab. @throws EngineError or LabError where this machine cannot have one. */
  static async start(setup: WorkerSetup): Promise<{ readonly worker: Worker; readonly cell: Cell }> {
    const source: EngineSource =
      setup.engine.kind === 'host' ? { socket: findHostSocket() } : { program: await findEngine(setup.engine) };
    prepareEnvironment(setup);
    // The recorder takes as long to load as the engine to start, so both do it at once.
    const recorder = startRecorder();
    recorder.catch(() => undefined);
    const [first] = await Promise.all([makeLab(setup, source, 1, plainOrder, []), loadTestcontainers()]);
    const worker = new Worker(setup, source, await recorder);
    worker.labs = 1;
    const { engine } = await worker.adopt(first);
    return { worker, cell: await describeCell(first, setup.engine, engine) };
  }

  /**
   * Runs one check and says what came of it.
   *
   * @param keep True where a check that is given the same is to come: it is served by what this one was given, as far as `sharedGiven`
   *   allows it, if that is found as it was. Not on the machine's own engine, nor under a sabotage.
   */
  async run(check: AnyCheck, keep = false): Promise<CheckRecord> {
    const key = this.setup.sabotaged || this.setup.engine.kind === 'host' ? null : sharedGiven(check);
    if (this.kept !== null && this.kept.key !== key) await this.release();
    const reason = this.setup.engine.kind === 'host' ? notOnHost(check) : null;
    if (reason !== null) return unrun(check, 'not applicable', reason);
    if (check.appliesTo !== undefined && !satisfies(this.version, check.appliesTo.engines, { includePrerelease: true }))
      return unrun(check, 'not applicable', `${check.appliesTo.because}, and this one is ${this.version}`);
    const order = orderOf(check, this.setup.sabotaged);
    const newer = order.upgrades ? await newerThan(this.version, this.setup.engineCache) : [];
    if (order.upgrades && newer.length === 0) return unrun(check, 'not applicable', nothingNewer(this.version));
    const standing = await this.labFor(order, newer).catch((cause: unknown) =>
      cause instanceof Error ? cause.message : String(cause),
    );
    if (typeof standing === 'string') return unrun(check, 'error', standing);
    const { lab, engine, tracer } = standing;
    const { record, given } = await runCheck(check, {
      lab,
      tracer,
      recorder: this.recorder,
      directory: this.setup.directory,
      run: this.setup.run,
      sabotaged: this.setup.sabotaged,
      engine: { version: engine.version, kind: this.setup.engine.kind },
      standing: this.kept,
      keep: keep && key !== null,
    });
    this.kept = given === null || key === null ? null : { given, key, from: check.id };
    if (this.kept === null && !(await this.isClean())) await this.discard();
    return record;
  }

  /** Takes down what a check was given and nobody else is. */
  private async release(): Promise<void> {
    await this.kept?.given.takeDown();
    this.kept = null;
    if (!(await this.isClean())) await this.discard();
  }

  /** Takes its lab down and ends its recorder. */
  async stop(): Promise<void> {
    await this.discard();
    await this.recorder.close();
  }

  private async labFor(order: LabOrder, newer: readonly NewerEngine[]): Promise<Standing> {
    if (this.standing !== null && orderKey(orderIn(this.standing.lab)) !== orderKey(order)) await this.discard();
    if (this.standing !== null) return this.standing;
    this.labs += 1;
    return this.adopt(await makeLab(this.setup, this.source, this.labs, order, newer));
  }

  private async adopt(lab: Lab): Promise<Standing> {
    // testcontainers reads DOCKER_HOST once in a process, so the name stays and what it leads to changes with the lab.
    const socket = join(this.setup.runtime, `worker-${this.setup.number}.sock`);
    await rm(socket, { force: true });
    await symlink(lab.engine.socket, socket);
    const [engine, pristine, tracer] = await Promise.all([
      lab.engine.describe(),
      stateOf(lab),
      hostTracer(lab, this.setup.run),
    ]);
    this.version = engine.version;
    this.standing = { lab, engine, pristine, tracer };
    return this.standing;
  }

  private async isClean(): Promise<boolean> {
    const standing = this.standing;
    if (standing === null) return true;
    if (standing.lab.upgraded) return false;
    return (await stateOf(standing.lab)) === standing.pristine;
  }

  private async discard(): Promise<void> {
    await this.standing?.tracer.close();
    await this.standing?.lab.close();
    this.standing = null;
    this.kept = null;
  }
}

/** What a lab was made with. */
const orderIn = ({ parts: { settings, sysctls, missingTables, newer } }: Lab): LabOrder => ({
  settings,
  sysctls,
  missingTables,
  upgrades: newer.length > 0,
});

/** Why a check is not run on the machine's own engine; null where it is. */
function notOnHost(check: AnyCheck): string | null {
  if (Object.values(check.given).some((spec) => spec.kind === 'engine'))
    return 'it needs an engine with settings of its own, and this machine’s engine is relied upon';
  if (Object.values(check.given).some((spec) => spec.kind === 'newer-engines'))
    return 'it upgrades the engine, and this machine’s engine is relied upon';
  return check.notOnHost ?? null;
}

/** The name under which testcontainers finds the worker's engine, whichever lab that is in. */
function prepareEnvironment(setup: WorkerSetup): void {
  process.env['DOCKER_HOST'] = `unix://${join(setup.runtime, `worker-${setup.number}.sock`)}`;
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] = '127.0.0.1';
}

function makeLab(
  setup: WorkerSetup,
  source: EngineSource,
  n: number,
  { settings, sysctls, missingTables }: LabOrder,
  newer: readonly NewerEngine[],
): Promise<Lab> {
  const name = labName(setup.run, `${setup.number}-${n}`);
  if ('socket' in source) return startHostLab({ name, run: setup.run, runtime: setup.runtime, socket: source.socket });
  return startPrivateLab({
    name,
    program: source.program,
    settings,
    sysctls,
    missingTables,
    newer,
    engineTimeoutMs: setup.engineWithin,
    ...(setup.iptables === undefined ? {} : { iptables: setup.iptables }),
  });
}

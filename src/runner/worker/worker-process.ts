import { SuiteRegistry } from '../../registry/index.js';
import { delayOptimization } from './delay-optimization.js';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.js';
import { Worker } from './worker.js';

/*
 * A worker's process: one lab at a time, one engine, one recorder. testcontainers serves one engine per process, so
 * parallel labs are parallel processes. If the session ends, the channel closes, and the lab ends with this process.
 */
let worker: Promise<Worker> | null = null;
let registry: Promise<SuiteRegistry> | null = null;

delayOptimization();

process.on('message', (message: ToWorker) => {
  void handle(message);
});
process.on('disconnect', () => {
  process.exit(0);
});
// A terminal sends Ctrl-C to every process of the group; the session decides what it means.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

async function handle(message: ToWorker): Promise<void> {
  if (message.type === 'stop') {
    await worker?.then(
      (started) => started.stop(),
      () => undefined,
    );
    process.exit(0);
  }
  send(
    await (message.type === 'setup' ? setUp(message.setup) : runCheck(message.id, message.reuse)).catch(
      (cause: unknown): FromWorker => ({
        type: 'unfit',
        message: cause instanceof Error ? cause.message : String(cause),
      }),
    ),
  );
}

async function setUp(setup: WorkerSetup): Promise<FromWorker> {
  registry = SuiteRegistry.open(setup.suites);
  registry.catch(() => undefined);
  const starting = Worker.start(setup);
  worker = starting.then((started) => started.worker);
  worker.catch(() => undefined);
  return { type: 'ready', cell: (await starting).cell };
}

async function runCheck(id: string, reuse: boolean): Promise<FromWorker> {
  const [check] = (await (await registry)?.load([id])) ?? [];
  if (worker === null || check === undefined) throw new Error(`The worker has no check ${id}.`);
  const started = await worker;
  const record = await started.run(check, reuse);
  return { type: 'checked', record, warnings: [...started.warnings], acting: started.acting };
}

function send(message: FromWorker): void {
  process.send?.(message);
}

import { SuiteRegistry } from '../../registry/index.js';
import { optimiseLate } from './optimise-late.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { Worker } from './worker.js';

/*
 * A worker's process: one lab at a time, one engine, one recorder. testcontainers knows one engine in a process, so labs in
 * parallel are processes in parallel. When the run is gone the channel closes, and the lab goes with this process.
 */
let worker: Promise<Worker> | null = null;
let registry: Promise<SuiteRegistry> | null = null;

optimiseLate();

process.on('message', (message: ToWorker) => {
  void handle(message);
});
process.on('disconnect', () => {
  process.exit(0);
});
// The run decides what an interrupt means; a terminal sends it to everybody at once.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

async function handle(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'setup': {
      registry = SuiteRegistry.open(message.setup.suites);
      registry.catch(() => undefined);
      const starting = Worker.start(message.setup);
      worker = starting.then((started) => started.worker);
      worker.catch(() => undefined);
      await starting.then(
        ({ cell }) => {
          tell({ type: 'ready', cell });
        },
        (cause: unknown) => {
          tell({ type: 'unfit', message: said(cause) });
        },
      );
      break;
    }
    case 'check': {
      const [check] = (await (await registry)?.load([message.id])) ?? [];
      if (worker === null || check === undefined)
        throw new Error(`a worker was asked for ${message.id} before it was ready`);
      await (await worker).run(check, message.keep).then(
        (record) => {
          tell({ type: 'checked', record });
        },
        (cause: unknown) => {
          tell({ type: 'unfit', message: said(cause) });
        },
      );
      break;
    }
    case 'stop':
      await worker?.then(
        (w) => w.stop(),
        () => undefined,
      );
      process.exit(0);
  }
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

const said = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

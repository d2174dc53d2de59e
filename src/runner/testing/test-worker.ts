import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  lanHost,
} from '../../check/index.js';
import { registerRun } from '../../lab/index.js';
import { newRunId } from '../index.js';
import { Worker } from '../worker/worker.js';

/** A worker with a lab of its own, and the directory of its evidence. */
export interface TestWorker {
  readonly worker: Worker;
  readonly directory: string;
  /** Removes the lab and the evidence. */
  stop(): Promise<void>;
}

/** Starts a worker. One per test process: testcontainers serves one engine in a process. */
export async function startTestWorker({
  sabotaged = false,
  fault,
}: { readonly sabotaged?: boolean; readonly fault?: string } = {}): Promise<TestWorker> {
  const run = newRunId();
  const directory = await mkdtemp(join(tmpdir(), 'docknet-worker-'));
  const registered = await registerRun(run);
  const { worker } = await Worker.start({
    run,
    number: 1,
    directory,
    runtime: registered.path,
    engine: { kind: 'private' },
    firewallBackend: null,
    daemonConfig: {},
    engineTimeoutMs: 30_000,
    sabotaged,
    suites: [],
    ...(fault === undefined ? {} : { fault }),
    engineCache: join(directory, 'no-cache'),
  });
  return {
    worker,
    directory,
    stop: async () => {
      await worker.stop();
      await registered.remove();
      await rm(directory, { recursive: true });
    },
  };
}

export const claim = documented('tour', 'A section', 'A statement.');

/** A check that conforms and whose fixture can be reused. */
export const ping = conformance({
  id: 'nat/example',
  title: 'a ping',
  claim,
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, server }, outcome) => [answered(outcome), app.bridge.saw(echoRequest(web, server))],
  sabotage: () => iptables('-I FORWARD -j DROP'),
});

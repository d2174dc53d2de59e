import { awaitCrash, EngineError, waitReady } from '../../engine/index.js';
import type { ContainerSpec } from '../spec.js';
import type { CheckContext } from './context.js';
import { startTimeoutMs } from './docker-run.js';

interface Crashing {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly spec: ContainerSpec;
}

/**
 * Kills a container's first process from the docker host, and waits until the engine has noticed that; with
 * `restartAlways` until it has started the container again and it is ready. While the engine is down it waits for the
 * process alone.
 *
 * @returns whether the container runs again.
 * @throws EngineError if it does not in time.
 */
export async function crashContainer({ lab }: CheckContext, { id, name, pid, spec }: Crashing): Promise<boolean> {
  const kill = async (): Promise<void> => {
    const command = `kill -KILL ${pid} && while kill -0 ${pid} 2>/dev/null; do :; done`;
    const { status, stderr } = await lab.runOnHost(['sh', '-c', command], startTimeoutMs);
    if (status !== 0) throw new EngineError(`${name} cannot be killed: ${stderr}`);
  };
  if (!(await lab.engine.isReachable())) {
    await kill();
    return false;
  }
  await awaitCrash(lab.engine, id, { kill, until: spec.restartAlways ? 'start' : 'die', timeoutMs: startTimeoutMs });
  if (spec.restartAlways) await waitReady(lab.engine, id, startTimeoutMs);
  return spec.restartAlways;
}

import { logStep, type CheckContext } from '../../check/index.js';
import {
  createContainer,
  EngineStartError,
  findRefusal,
  startExisting,
  type ContainerOptions,
  type EngineClient,
} from '../../engine/index.js';
import { fixtureImage } from '../../lab/index.js';
import { deviatesBefore, type Judgement } from './weigh.js';

/** A container on the default bridge with no options. */
const plain = {
  image: fixtureImage,
  command: ['sh', '-c', 'echo ready && exec sleep 2147483647'],
  network: 'default',
  aliases: [],
  publish: [],
  timeoutMs: 60_000,
} satisfies Partial<ContainerOptions>;

/**
 * Judges a check whose networks or containers the engine refused to make: a deviation, if the engine starts a plain
 * container in the same lab. Otherwise the lab may be broken.
 *
 * @param cause Why the fixture could not be built.
 * @returns null if that is no refusal, or says nothing about the engine: under a sabotage the lab is not as documented.
 */
export async function judgeRefusal(cause: unknown, context: CheckContext): Promise<Judgement | null> {
  const refusal = findRefusal(cause);
  if (refusal === null || context.phase !== 'given' || context.sabotaged) return null;
  if (!(await startsPlainContainer(context))) return null;
  return deviatesBefore({
    expected: 'the engine makes the networks and containers that the check is given',
    seen: `it refused: ${refusal.trim()}. It does start a plain container`,
  });
}

/**
 * Judges a check in whose lab the engine did not start: a deviation if it exited by itself. The worker's first lab, in
 * which the same engine did start, is the positive control.
 *
 * @returns null if it was killed, or did not start in time, or the lab could not be made.
 */
export const judgeRefusedStart = (cause: unknown): Judgement | null =>
  cause instanceof EngineStartError
    ? deviatesBefore({ expected: 'the engine starts with the settings that the check is given', seen: cause.message })
    : null;

/** Starts and removes a plain container: the positive control of a refusal. @returns whether it started. */
async function startsPlainContainer(context: CheckContext): Promise<boolean> {
  const { lab, run } = context;
  const name = `refusal-control-${run}`;
  const started = performance.now();
  const error = await startPlain(lab.engine, name, run).then(
    () => '',
    (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
  );
  await lab.engine.removeContainer(name).catch(() => undefined);
  logStep(context, 'host', {
    command: `docker run -d --name ${name} ${fixtureImage} && docker rm -f ${name}`,
    stdout: '',
    stderr: error,
    status: error === '' ? 0 : 1,
    milliseconds: Math.round(performance.now() - started),
  });
  return error === '';
}

async function startPlain(engine: EngineClient, name: string, run: string): Promise<void> {
  const { id } = await createContainer(engine, { ...plain, name, labels: { 'docknet.run': run } });
  await startExisting(engine, id, plain.timeoutMs);
}

import type { Readable } from 'node:stream';
import type { EngineClient } from './client.js';
import { EngineError } from './error.js';
import { ReadyLine } from './ready-line.js';

/** Kills a container and waits until the engine has removed its network; keeps the container, as `docker kill` does. */
export async function killContainer({ docker }: EngineClient, id: string): Promise<void> {
  const container = docker.getContainer(id);
  const ended = container.wait();
  ended.catch(() => undefined);
  await container.kill();
  await ended;
}

/** Stops a container without waiting for its process to end by itself, as `docker stop -t 0` does. */
export async function stopContainer({ docker }: EngineClient, id: string): Promise<void> {
  await docker.getContainer(id).stop({ t: 0 });
}

/**
 * Starts a created or stopped container, as `docker start` does, and waits until it writes "ready".
 *
 * @throws EngineError if it does not in time.
 */
export async function startExisting(client: EngineClient, id: string, timeoutMs: number): Promise<void> {
  await client.docker.getContainer(id).start();
  await waitReady(client, id, timeoutMs);
}

/**
 * Restarts a container, as `docker restart -t 0` does, and waits until it writes "ready" again.
 *
 * @throws EngineError if it does not in time.
 */
export async function restartContainer(client: EngineClient, id: string, timeoutMs: number): Promise<void> {
  await client.docker.getContainer(id).restart({ t: 0 });
  await waitReady(client, id, timeoutMs);
}

/** Suspends a container's processes, as `docker pause` does. */
export async function pauseContainer({ docker }: EngineClient, id: string): Promise<void> {
  await docker.getContainer(id).pause();
}

/** Resumes a paused container's processes. */
export async function unpauseContainer({ docker }: EngineClient, id: string): Promise<void> {
  await docker.getContainer(id).unpause();
}

/** Gives a container another name. */
export async function renameContainer({ docker }: EngineClient, id: string, name: string): Promise<void> {
  await docker.getContainer(id).rename({ name });
}

/** Waits until a container has written "ready" since its last start. @throws EngineError if it does not in time. */
export async function waitReady({ docker }: EngineClient, id: string, timeoutMs: number): Promise<void> {
  const container = docker.getContainer(id);
  const { State: state, Name: name } = await container.inspect();
  // Since its last end, not its start: the engine notes the start when the program is running already.
  // A container that never ended has one in the year 1.
  const since = Math.max(0, Date.parse(state.FinishedAt) / 1000).toFixed(3);
  const stream = (await container.logs({
    follow: true,
    stdout: true,
    since: since as unknown as number,
  })) as unknown as Readable;
  const outcome = await new ReadyLine(stream).wait(timeoutMs);
  stream.destroy();
  const what = `the container ${name.slice(1)} was restarted and`;
  if (outcome === 'ended') throw new EngineError(`${what} ended before it was ready`);
  if (outcome === 'late') throw new EngineError(`${what} did not write "ready" within ${timeoutMs} ms`);
}

/** A command that was started in a container. */
export interface RunningCommand {
  /** Returns its process id in the engine's pid namespace; null if it has ended or never started. */
  pid(): Promise<number | null>;
  /** Resolves with its exit status when it has ended and its output was handed over. */
  readonly ended: Promise<number>;
}

/**
 * Runs a command in a running container, as `docker exec` does without a terminal.
 *
 * @param onOutput Receives its standard output and standard error.
 * @throws EngineError if the engine does not start it. A program that does not exist ends with status 126 or 127
 *   instead, depending on the engine.
 */
export async function runInContainer(
  client: EngineClient,
  container: string,
  command: readonly string[],
  onOutput: (text: string) => void,
): Promise<RunningCommand> {
  const fail = (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(`"${command.join(' ')}" could not be started in the container ${container}: ${reason}`, {
      cause,
    });
  };
  const exec = await client.docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
    .catch(fail);
  const stream = (await exec.start({ hijack: true, stdin: false }).catch(fail)) as unknown as Readable;
  const ended = client.demultiplex(stream, onOutput).then(async () => (await exec.inspect()).ExitCode ?? 0);
  // The caller may await it later.
  ended.catch(() => undefined);
  return {
    ended,
    pid: async () => {
      const { Running, Pid } = await exec.inspect();
      return Running && Pid > 0 ? Pid : null;
    },
  };
}

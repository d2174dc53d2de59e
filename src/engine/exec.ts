import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { EngineClient } from './client.js';
import { EngineError } from './error.js';

/** A command that was started in a container. */
export interface RunningCommand {
  /** Its process id in the engine's pid namespace; null where it has ended or never began. */
  pid(): Promise<number | null>;
  /** Resolves with its exit status when it has ended and all it wrote was handed over. */
  readonly ended: Promise<number>;
}

/**
 * Runs a command in a running container, as `docker exec` does without a terminal.
 *
 * @param onOutput Hears what it writes, standard output and standard error alike.
 * @throws EngineError where the engine does not start it; a program that is not there ends with status 126 or 127 instead, by engine.
 */
export async function runInContainer(
  { docker }: EngineClient,
  container: string,
  command: readonly string[],
  onOutput: (text: string) => void,
): Promise<RunningCommand> {
  const refused = (cause: unknown): never => {
    throw new EngineError(
      `"${command.join(' ')}" could not be started in the container ${container}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  };
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
    .catch(refused);
  const stream = (await exec.start({ hijack: true, stdin: false }).catch(refused)) as unknown as Readable;
  const output = new PassThrough();
  output.setEncoding('utf8').on('data', onOutput);
  docker.modem.demuxStream(stream, output, output);
  const ended = (async () => {
    await once(stream, 'end');
    output.end();
    const { ExitCode } = await exec.inspect();
    return ExitCode ?? 0;
  })();
  // Awaited by the caller, perhaps not before the trace is over.
  ended.catch(() => undefined);
  return {
    ended,
    pid: async () => {
      const { Running, Pid } = await exec.inspect();
      return Running && Pid > 0 ? Pid : null;
    },
  };
}

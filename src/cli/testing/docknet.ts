import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runCommand, startProcess, type CommandPrefix, type ManagedProcess } from '../../process/index.js';

/** The compiled command. */
export const main = join(process.cwd(), 'dist/src/cli/main.js');

export interface Call {
  readonly prefix?: CommandPrefix;
  readonly env?: Record<string, string>;
  /** Milliseconds until it is killed. */
  readonly timeoutMs?: number;
}

/** The result of a docknet command. */
export interface Outcome {
  readonly exitCode: number | null;
  /** Without the final line feed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Guards against a hang; a busy machine takes less. */
const longMs = 240_000;

/** Outside CI, not under sudo. */
const environment = { ...process.env, CI: '', SUDO_UID: '', SUDO_GID: '' };

/** Runs docknet as a user does. */
export async function docknet(
  args: readonly string[],
  { prefix = [], env = {}, timeoutMs = longMs }: Call = {},
): Promise<Outcome> {
  const options = { prefix, timeoutMs, env: { ...environment, ...env } };
  const { status, stdout, stderr } = await runCommand([process.execPath, main, ...args], options);
  return { exitCode: status, stdout: stdout.replace(/\n$/, ''), stderr: stderr.replace(/\n$/, '') };
}

/** Starts docknet. It is killed when the test ends. */
export function startDocknet(t: ExecutionContext, args: readonly string[]): ManagedProcess {
  const running = startProcess([process.execPath, main, ...args], { env: environment });
  t.teardown(() => running.stop());
  return running;
}

/** Makes a directory that is removed when the test ends. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-cli-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * Writes a directory for `--suites` with one check, on a user-defined bridge `app` with a container `web`.
 *
 * @param when The check's `when`, as source.
 * @param started Whether `web` is started before `when`.
 */
export async function writeSuite(t: ExecutionContext, id: string, when: string, started = true): Promise<string> {
  const directory = await temporaryDirectory(t);
  const file = join(directory, `${id}.js`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    `import { bridge, conformance, container, documented, that, withGiven } from 'docknet';
export default conformance({
  id: '${id}', title: 'an example', claim: documented('notes', 'none', 'nothing'),
  given: { app: bridge(), web: container({ on: 'app', started: ${started} }) },
  when: ${when},
  expect: () => [that('the traffic ended', true, 'it did')],
  sabotage: withGiven({}),
});`,
  );
  return directory;
}

/** Joins regular expressions that are too long for one line. The flags are the first one's. */
export function joinPatterns(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(''), parts[0]?.flags);
}

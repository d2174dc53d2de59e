import { spawn } from 'node:child_process';
import { EngineError } from './error.js';

/** flock(1)'s status where somebody else holds the lock. */
const taken = 75;

/**
 * Takes a lock that the kernel gives back however we end. Node has no flock(2), so flock(1) holds it, for as long as our pipe
 * to it is open.
 *
 * @param what For people: what the lock keeps from happening twice.
 * @returns a function that gives it back.
 * @throws EngineError where another process holds it, or the file cannot be made.
 */
export async function lock(file: string, what: string): Promise<() => Promise<void>> {
  const holder = spawn(
    'flock',
    ['--nonblock', '--conflict-exit-code', String(taken), file, 'sh', '-c', 'echo locked; exec cat >/dev/null'],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  let said = '';
  holder.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    holder.once('close', resolve);
  });
  await new Promise<void>((resolve, reject) => {
    holder.once('error', (cause) => {
      reject(new EngineError(`flock could not be started: ${cause.message}. Install util-linux.`, { cause }));
    });
    holder.stdout.once('data', () => {
      resolve();
    });
    void ended.then((status) => {
      reject(
        new EngineError(
          status === taken
            ? `another docknet is at ${what} at this moment. Wait for its end.`
            : `${what} could not be locked by ${file}: ${said.trim()}`,
        ),
      );
    });
  });
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { environment, type Entry } from '../../lab/index.js';

/** Milliseconds that the undoing may take: a guard against one that hangs. */
const patience = 10_000;

/**
 * Undoes something when it is released or when this process ends, however it ends: a shell that waits at a pipe whose other end
 * is ours alone. It has a session of its own, so that Ctrl-C does not reach it.
 */
export class Guard {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  /** @param undo Commands for sh, safe to run where there is nothing to undo. */
  constructor(entry: Entry, undo: string) {
    this.child = spawn('setsid', ['--wait', ...entry, 'sh', '-c', `read -r _\n${undo}`], {
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.ended = once(this.child, 'close').catch(() => undefined);
    this.child.stdin?.on('error', () => undefined);
  }

  /** Has it undone now. */
  async release(): Promise<void> {
    this.child.stdin?.end();
    const waiting = new AbortController();
    await Promise.race([this.ended, delay(patience, undefined, { signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
  }
}

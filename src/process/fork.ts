import { execaNode } from './execa.js';
import { fileURLToPath } from 'node:url';
import { commonOptions, ManagedProcess } from './running.js';

export interface ForkOptions {
  readonly args?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: "ignore". */
  readonly stdout?: 'pipe' | 'inherit' | 'ignore';
  /** Default: "pipe". */
  readonly stderr?: 'pipe' | 'inherit' | 'ignore';
  /** Characters kept of each output stream, the last ones. Default: 2,000. */
  readonly keepOutput?: number;
}

/** A Node process that exchanges messages with this one. */
export class ForkedProcess<Sent, Received> extends ManagedProcess {
  get connected(): boolean {
    return this.child.connected;
  }

  /** Calls the listener with every message of the process. */
  onMessage(listener: (message: Received) => void): void {
    this.child.on('message', (message) => {
      listener(message as Received);
    });
  }

  /** Sends a message. Resolves with false if the process has closed the channel. */
  send(message: Sent): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.child.connected) resolve(false);
      else
        this.child.send(message as object, (error) => {
          resolve(error === null);
        });
    });
  }

  /** Closes the channel, which ends the process when its module exits on "disconnect". */
  disconnect(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

/**
 * Starts a module of docknet's in a Node process of its own. The module must exit on "disconnect": the kernel closes
 * the channel when docknet ends. Messages are structured clones (maps, bigints and buffers arrive as such).
 */
export function forkProcess<Sent, Received>(module: URL, options: ForkOptions = {}): ForkedProcess<Sent, Received> {
  const path = fileURLToPath(module);
  const child = execaNode(path, options.args ?? [], {
    ...commonOptions({ ...process.env, ...options.env }),
    nodeOptions: [],
    ipc: true,
    serialization: 'advanced',
    stdin: 'ignore',
    stdout: options.stdout ?? 'ignore',
    stderr: options.stderr ?? 'pipe',
  });
  return new ForkedProcess(child, `node ${path}`, options.keepOutput ?? 2_000);
}

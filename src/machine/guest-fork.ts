import type { ProcessExit } from '../process/index.js';
import type { ToGuest } from './channel.js';

/** Milliseconds within which a guest must have killed a process; an emulated one takes a hundredth. */
const killTimeoutMs = 60_000;

/** A module of docknet's in a process of a guest; as `ForkedProcess` on this machine. */
export class GuestProcess<Sent, Received> {
  /** Resolves when the process has exited, or its machine has ended; `error` then says why. */
  readonly ended: Promise<ProcessExit>;
  private readonly listeners: ((message: Received) => void)[] = [];
  private resolveEnded: (exit: ProcessExit) => void = () => undefined;
  private killing: NodeJS.Timeout | undefined;

  constructor(
    private readonly id: number,
    private readonly sendToGuest: (message: ToGuest) => boolean,
    /** Called if the guest does not kill the process. */
    private readonly onHang: () => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  /** Calls the listener with every message of the process. */
  onMessage(listener: (message: Received) => void): void {
    this.listeners.push(listener);
  }

  /** Sends a message. Resolves with false if the machine has ended. */
  send(message: Sent): Promise<boolean> {
    return Promise.resolve(this.sendToGuest({ type: 'message', id: this.id, message }));
  }

  /** Kills the process; does nothing if it has exited. */
  kill(): void {
    if (this.sendToGuest({ type: 'kill', id: this.id })) this.killing ??= setTimeout(this.onHang, killTimeoutMs);
  }

  /** Takes a message of the process from its machine. */
  receive(message: unknown): void {
    for (const listener of this.listeners) listener(message as Received);
  }

  /** Takes the end of the process from its machine. */
  end(exit: ProcessExit): void {
    clearTimeout(this.killing);
    this.resolveEnded(exit);
  }
}

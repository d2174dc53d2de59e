import { setTimeout as delay } from 'node:timers/promises';
import { containerEvents, findContainer, type ContainerEvent, type EngineClient } from '../engine/index.js';
import type { ContainerRegistry } from './container-registry.js';
import type { Notices } from './notices.js';

/** Milliseconds between two attempts to reach an engine that went away. */
const retryMs = 1_000;

/** Follows the engine's events about a trace's containers. */
export class EventFollower {
  #setReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.#setReady = resolve;
  });

  /**
   * @param update Called for a container that started or changed its networks; the event is null if events were
   *   missed.
   */
  constructor(
    private readonly engine: EngineClient,
    private readonly registry: ContainerRegistry,
    private readonly notices: Notices,
    private readonly update: (nameOrId: string, event: ContainerEvent | null) => Promise<void>,
  ) {}

  /** Handles the events so far and every later one. */
  start(): void {
    this.#setReady();
  }

  /**
   * Receives events until the signal aborts; they wait for `start`. Never rejects: if the engine goes away, it waits
   * for it.
   *
   * @param subscribed Called once every later event will be received.
   */
  async run(signal: AbortSignal, subscribed: () => void): Promise<void> {
    signal.addEventListener('abort', this.#setReady, { once: true });
    for (;;) {
      await this.#receive(signal, subscribed);
      subscribed();
      if (signal.aborted) return;
      this.notices.add('The engine has gone away. Recording continues; new containers are traced once it answers.');
      do await delay(retryMs, undefined, { signal }).catch(() => undefined);
      while (!signal.aborted && !(await this.engine.isReachable()));
      if (signal.aborted) return;
      this.notices.add('The engine answers again.');
      for (const name of this.registry.names) await this.update(name, null);
    }
  }

  async #receive(signal: AbortSignal, subscribed: () => void): Promise<void> {
    try {
      for await (const event of containerEvents(this.engine, signal, subscribed)) {
        await this.#ready;
        await this.#handle(event);
      }
    } catch {
      // The engine has gone away; `run` reports it.
    }
  }

  async #handle(event: ContainerEvent): Promise<void> {
    const name = this.registry.nameOf(event);
    if (name === null) return;
    switch (event.action) {
      case 'die':
        this.notices.add(`Container ${name} exited with status ${event.status ?? 'unknown'}; its frames are kept.`);
        return;
      case 'destroy':
        this.notices.add(`Container ${name} was removed; a new container of that name will be traced.`);
        return;
      case 'disconnect':
        return; // The recorder reports the lost interface.
      case 'connect':
        if (!(await this.#isStarting(event))) await this.update(event.container, event);
        return;
      case 'start':
        await this.update(event.container, event);
    }
  }

  /** True for a starting container: it is connected to its networks first, and the event `start` follows. */
  async #isStarting(event: ContainerEvent): Promise<boolean> {
    const container = await findContainer(this.engine, event.container).catch(() => null);
    return container?.running !== true || Date.parse(container.started) >= Number(event.time / 1_000_000n);
  }
}

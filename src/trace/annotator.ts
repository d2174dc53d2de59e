import { forkProcess, type ForkedProcess } from '../process/index.js';
import type { TraceKnowledge } from './annotation.js';

/** A message to the process that annotates a growing recording. */
export type AnnotatorCall =
  | { readonly call: 'open'; readonly file: string; readonly armed: bigint; readonly known: TraceKnowledge }
  | { readonly call: 'update'; readonly known: TraceKnowledge }
  | { readonly call: 'finish' };

/** A message from that process. */
export type AnnotatorEvent =
  /** Progress of finishing, from 0 to 1. */
  | { readonly event: 'progress'; readonly share: number }
  /** The recording is annotated. */
  | { readonly event: 'finished' }
  /** The recording is unchanged. */
  | { readonly event: 'failed'; readonly reason: string };

/** Annotates a trace's recording while it grows, in a process of its own. */
export class Annotator {
  readonly #process: ForkedProcess<AnnotatorCall, AnnotatorEvent>;
  #known: TraceKnowledge;
  #onProgress: (share: number) => void = () => undefined;
  readonly #isFinished: Promise<boolean>;

  /** @param armed When every point was recorded, nanoseconds since the epoch. */
  constructor(file: string, armed: bigint, known: TraceKnowledge) {
    this.#process = forkProcess(new URL('./annotator-process.js', import.meta.url), { stderr: 'ignore' });
    this.#known = copyKnowledge(known);
    this.#isFinished = new Promise((resolve) => {
      this.#process.onMessage((message) => {
        if (message.event === 'progress') this.#onProgress(message.share);
        else resolve(message.event === 'finished');
      });
      void this.#process.exited.then(() => {
        resolve(false);
      });
    });
    void this.#process.send({ call: 'open', file, armed, known: this.#known });
  }

  /** Adds new points and names. */
  update(known: TraceKnowledge): void {
    if (isSame(known, this.#known)) return;
    this.#known = copyKnowledge(known);
    void this.#process.send({ call: 'update', known: this.#known });
  }

  /**
   * Annotates the rest of a finished recording.
   *
   * @param onProgress Called with the share done, from 0 to 1.
   * @returns false if it failed (a frame was written too late, too little space). The recording is then unchanged.
   */
  async finish(onProgress: (share: number) => void): Promise<boolean> {
    this.#onProgress = onProgress;
    void this.#process.send({ call: 'finish' });
    const isFinished = await this.#isFinished;
    await this.close();
    return isFinished;
  }

  /** Ends the process. An unfinished annotation is discarded. */
  async close(): Promise<void> {
    this.#process.disconnect();
    await this.#process.exited;
  }
}

const copyKnowledge = ({ order, names }: TraceKnowledge): TraceKnowledge => ({
  order: [...order],
  names: new Map(names),
});

function isSame(one: TraceKnowledge, other: TraceKnowledge): boolean {
  return (
    one.order.length === other.order.length &&
    one.names.size === other.names.size &&
    [...one.names].every(([address, name]) => other.names.get(address) === name)
  );
}

import { forkProcess, type ForkedProcess } from '../process/index.js';
import type { Known } from './annotation.js';
import type { AnnotatorCall, AnnotatorNews } from './annotator-messages.js';

/** Has a trace's recording annotated while it grows, in a process of its own. */
export class Annotator {
  readonly #child: ForkedProcess<AnnotatorCall, AnnotatorNews>;
  #known: Known;
  #hear: (share: number) => void = () => undefined;
  readonly #ended: Promise<boolean>;

  /** @param armed When every point was recorded, nanoseconds since the epoch. */
  constructor(file: string, armed: bigint, known: Known) {
    this.#child = forkProcess(new URL('./annotator-process.js', import.meta.url), { stderr: 'ignore' });
    this.#known = copyOf(known);
    this.#ended = new Promise((resolve) => {
      this.#child.onMessage((news) => {
        if (news.what === 'progress') this.#hear(news.share);
        else resolve(news.what === 'finished');
      });
      void this.#child.exited.then(() => {
        resolve(false);
      });
    });
    this.#call({ call: 'begin', file, armed, known: this.#known });
  }

  /** Takes in what is known of the trace by now. */
  learn(known: Known): void {
    if (isSame(known, this.#known)) return;
    this.#known = copyOf(known);
    this.#call({ call: 'learn', known: this.#known });
  }

  /**
   * Annotates the rest of a recording that is complete.
   *
   * @param tell Hears how far that is, from 0 to 1.
   * @returns false where it could not be done so: a frame was written down too late, or there was little space. The recording is then as it was.
   */
  async finish(tell: (share: number) => void): Promise<boolean> {
    this.#hear = tell;
    this.#call({ call: 'finish' });
    const done = await this.#ended;
    await this.abandon();
    return done;
  }

  /** Ends it; what is not finished is not kept. */
  async abandon(): Promise<void> {
    this.#child.disconnect();
    await this.#child.exited;
  }

  #call(call: AnnotatorCall): void {
    void this.#child.send(call);
  }
}

const copyOf = ({ order, names }: Known): Known => ({ order: [...order], names: new Map(names) });

function isSame(one: Known, other: Known): boolean {
  return (
    one.order.length === other.order.length &&
    one.names.size === other.names.size &&
    [...one.names].every(([address, name]) => other.names.get(address) === name)
  );
}

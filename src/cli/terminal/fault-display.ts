import type { FaultListener, FaultResult, FaultTrial } from '../../runner/index.js';
import { SessionDisplay } from './session-display.js';
import { countOf, type OutputStream } from './style.js';

/** Checks that are named with each fault; the page names all. */
const named = 3;

/** Shows the progress of a proof: each check on the unharmed engine, then a line for each finished fault. */
export class FaultDisplay extends SessionDisplay implements FaultListener {
  #total = 0;
  #done = 0;
  #startedAt = 0;
  #followsFaults = false;

  /** @param save Saves what is known whenever a fault is finished. */
  constructor(
    private readonly stream: OutputStream,
    private readonly save: (result: FaultResult) => Promise<unknown>,
  ) {
    super(stream);
  }

  async controlled(faults: number, result: FaultResult): Promise<void> {
    await this.save(result);
    this.#followsFaults = true;
    this.#total = faults;
    this.#startedAt = performance.now();
    this.log(`${countOf(faults, 'fault')} to try; each runs until enough checks have noticed it`);
  }

  override began(cells: Parameters<SessionDisplay['began']>[0]): void {
    if (!this.#followsFaults) super.began(cells);
  }

  async tried({ id, noticedBy, rulesNoticedBy, ran, candidates, unfit }: FaultTrial, result: FaultResult) {
    await this.save(result);
    this.#done += 1;
    const count = `${String(this.#done).padStart(String(this.#total).length)}/${this.#total}`;
    const how =
      candidates === 0
        ? 'acts on no check'
        : unfit !== null
          ? 'the engine did not come up'
          : `noticed by ${noticedBy.length} of ${countOf(ran.length, 'check')}` +
            (rulesNoticedBy.length === 0 ? '' : `, ${rulesNoticedBy.length} by rules alone`);
    const names = noticedBy.length === 0 ? '' : ` (${noticedBy.slice(0, named).join(', ')})`;
    this.stream.write(`${count}  ${id}  ${how}${names}${this.#timeLeft()}\n`);
  }

  #timeLeft(): string {
    const left = this.#total - this.#done;
    const seconds = Math.ceil((((performance.now() - this.#startedAt) / this.#done) * left) / 1000);
    return left === 0 ? '' : `, about ${seconds} s left`;
  }
}

import type { Notice } from './types.js';

/** Milliseconds within which lost points are reported together: a container's are lost at once. */
const groupMs = 300;
/** Points that are named in one notice. */
const maxNamedPoints = 12;

/** Collects a trace's notices and passes them on to its listener. */
export class Notices {
  readonly list: Notice[] = [];
  /** Lost points by reason. */
  #lost = new Map<string, string[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly listener: { notice(notice: Notice): void }) {}

  add(text: string): void {
    const notice = { time: BigInt(Date.now()) * 1_000_000n, text };
    this.list.push(notice);
    this.listener.notice(notice);
  }

  /** Reports, together with others, a point whose recording has ended. */
  addLostPoint(point: string, reason: string): void {
    this.#lost.set(reason, [...(this.#lost.get(reason) ?? []), point]);
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, groupMs);
  }

  /** Reports the lost points that wait for others. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [reason, points] of this.#lost) {
      const more = points.length > maxNamedPoints ? ` and ${points.length - maxNamedPoints} more` : '';
      const named = points.slice(0, maxNamedPoints).join(', ');
      this.add(`Recording at ${named}${more} has ended: ${reason}. Earlier frames are kept.`);
    }
    this.#lost = new Map();
  }
}

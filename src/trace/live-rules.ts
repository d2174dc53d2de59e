import { ConntrackTable, parseConntrack, interpretTrace, type RawTrace, type Snapshot } from '../netfilter/index.js';
import { attributeRules, FlowRules, type Journey } from '../journey/index.js';

/** What is looked at of a trace that goes on. */
const recent = {
  /** Milliseconds: a journey is shown some tenths of a second after its last sighting. */
  age: 2_000,
  /** Characters; of a trace that tells more, packets are shown without their rules, and have them on the page. */
  length: 512 << 10,
};

/** Names the rules of packets that have just passed. Where it cannot tell all of a packet's it tells none. */
export class LiveRules {
  private chunks: { readonly at: number; readonly text: string }[] = [];
  private readonly flows = new FlowRules();
  private readonly conntrack = new ConntrackTable('conntrack had not told of the flow by then');

  /** What the kernel's trace tells, as it comes. */
  hear(text: string): void {
    this.chunks.push({ at: performance.now(), text });
  }

  /** What conntrack tells of flows, as it comes, in whole lines. */
  hearOfFlows(text: string): void {
    this.conntrack.add(parseConntrack(text));
  }

  /**
   * The journeys with their rules, as far as they are known by now.
   *
   * @param kept What is known of the trace; its text is what was heard.
   * @param before The firewall's listing when the trace began.
   * @param latest And as it was listed last.
   */
  tell(journeys: readonly Journey[], kept: RawTrace, before: Snapshot, latest: Snapshot): readonly Journey[] {
    const oldest = performance.now() - recent.age;
    this.chunks = this.chunks.filter(({ at }) => at >= oldest);
    if (this.chunks.reduce((sum, { text }) => sum + text.length, 0) > recent.length) this.chunks = [];
    const trace = interpretTrace({ ...kept, trace: this.chunks.map(({ text }) => text).join('') }, before, latest);
    const told = attributeRules(
      journeys,
      [{ ...trace, caveat: null, mismatch: null, conntrack: this.conntrack }],
      this.flows,
    );
    return told.map((journey, n) => (journey.caveat === undefined ? journey : journeys[n]!));
  }
}

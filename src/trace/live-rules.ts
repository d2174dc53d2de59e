import { attributeRules, FlowRules, type Journey } from '../journey/index.js';
import { ConntrackTable, parseConntrack, interpretTrace, type RawTrace, type Snapshot } from '../netfilter/index.js';

/**
 * Milliseconds of the kernel's trace that are kept: a journey is shown some tenths of a second after its last frame.
 */
const maxAgeMs = 2_000;
/** Characters of the trace that are interpreted. With more, packets are shown without rules, which the page has. */
const maxLength = 512 << 10;

/** Finds the rules of packets that have just passed. Adds none to a packet if some may be missing. */
export class LiveRules {
  private chunks: { readonly at: number; readonly text: string }[] = [];
  private readonly flows = new FlowRules();
  private readonly conntrack = new ConntrackTable('conntrack had not reported the flow by then');

  /** Adds output of the kernel's trace. */
  addTrace(text: string): void {
    this.chunks.push({ at: performance.now(), text });
  }

  /** Adds conntrack's events, in whole lines. */
  addFlows(text: string): void {
    this.conntrack.add(parseConntrack(text));
  }

  /**
   * Adds to journeys the rules that are known so far.
   *
   * @param kept The trace without its text, which `addTrace` collected.
   * @param before The firewall's listing when the trace began.
   * @param latest The firewall's latest listing.
   */
  attribute(journeys: readonly Journey[], kept: RawTrace, before: Snapshot, latest: Snapshot): readonly Journey[] {
    const oldest = performance.now() - maxAgeMs;
    this.chunks = this.chunks.filter(({ at }) => at >= oldest);
    if (this.chunks.reduce((sum, { text }) => sum + text.length, 0) > maxLength) this.chunks = [];
    const trace = interpretTrace({ ...kept, trace: this.chunks.map(({ text }) => text).join('') }, before, latest);
    const attributed = attributeRules(
      journeys,
      [{ ...trace, caveat: null, mismatch: null, conntrack: this.conntrack }],
      this.flows,
    );
    return attributed.map((journey, n) => (journey.caveat === undefined ? journey : journeys[n]!));
  }
}

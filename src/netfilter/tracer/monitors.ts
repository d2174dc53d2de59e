import { scaleMs } from '../../process/index.js';
import type { CommandPrefix } from '../../process/index.js';
import type { Nft } from '../nft/nft.js';
import { toMarkerAddress } from '../trace/trace-table.js';
import { Monitor } from './monitor.js';
import { nflogMonitor, nftMonitor, type TraceSource } from './sources.js';

/** Characters kept of a trace: some 15,000 packets. A check has some hundred thousand. */
const mostTraceText = 32 << 20;
/** Milliseconds until a marker is given up: a busy machine answers late. */
const markerTimeoutMs = 8_000;
/** Milliseconds until a marker is sent again: a monitor just started does not listen yet, an overrun one lost it. */
const markerRetryMs = 300;

/** The programs that report a namespace's trace: nft's monitor, and tcpdump for the tables of legacy iptables. */
export class Monitors {
  private nft: Monitor;
  private nflog: Monitor | null = null;
  /** Number of markers sent. */
  private markers = 0;
  /** Whether a monitor has yet to report packets of an earlier trace. */
  private lagging = false;

  /**
   * @param sendMarker Sends a marker to an address.
   * @param onText Gets all text as it arrives, in whole lines.
   */
  constructor(
    private readonly prefix: CommandPrefix,
    private readonly program: Nft,
    private readonly sendMarker: (address: string) => Promise<unknown>,
    private readonly onText: (text: string) => void,
  ) {
    this.nft = this.start(nftMonitor(program));
  }

  /** Forgets all text, and starts what does not run. @param viaNflog Whether tables of legacy iptables are traced. */
  async prepare(viaNflog: boolean): Promise<void> {
    if (this.lagging || !this.nft.running) await this.restartNft();
    if (this.nflog !== null && (this.lagging || !this.nflog.running || !viaNflog)) {
      await this.nflog.close();
      this.nflog = null;
    }
    if (viaNflog) this.nflog ??= this.start(nflogMonitor);
    this.lagging = false;
    for (const monitor of this.all) monitor.clear();
  }

  /** Starts nft's monitor again: its program has been replaced. */
  async restartNft(): Promise<void> {
    await this.nft.close();
    this.nft = this.start(nftMonitor(this.program));
  }

  /** Returns the address of the next marker, to be sent at once. */
  nextMarker(): string {
    this.markers += 1;
    return toMarkerAddress(this.markers);
  }

  /** All text since `prepare`. */
  get text(): string {
    return this.all.map(({ text }) => text).join('');
  }

  /**
   * Waits until all monitors have reported the marker sent last, and sends others until they do: a busy machine may
   * report each later than the next is sent.
   *
   * @returns the text before the first that comes; null if none does.
   */
  async waitForMarker(): Promise<string | null> {
    const first = this.markers;
    for (let waitedMs = 0; waitedMs < scaleMs(markerTimeoutMs); waitedMs += markerRetryMs) {
      const sent = Array.from({ length: this.markers - first + 1 }, (_, n) => `daddr ${toMarkerAddress(first + n)} `);
      const texts = await Promise.all(this.all.map((monitor) => monitor.waitFor(sent, markerRetryMs)));
      if (!texts.includes(null)) {
        // Of several markers the later ones would be reported in the next trace.
        this.lagging = this.markers > first;
        return texts.join('');
      }
      await this.sendMarker(this.nextMarker());
    }
    this.lagging = true;
    return null;
  }

  /**
   * Names a monitor that did not report, and why: `nft’s monitor …; it was killed with SIGSEGV`.
   *
   * @param what What it did not do.
   */
  describeFailure(what: string): string {
    const isNflog = this.nflog !== null && (!this.nflog.running || this.nft.running);
    const failed = isNflog && this.nflog !== null ? this.nflog : this.nft;
    const name = isNflog ? 'tcpdump at nflog:0, which reads the trace of legacy iptables,' : 'nft’s monitor';
    return `${name} ${what}${failed.reason === null ? '' : `; it ${failed.reason}`}`;
  }

  /** Why the text is not all; null if it is. */
  get cut(): string | null {
    return this.all.some(({ overflowed }) => overflowed)
      ? `only the first ${mostTraceText >> 20} MB of the trace were kept`
      : null;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((monitor) => monitor.close()));
  }

  private get all(): readonly Monitor[] {
    return this.nflog === null ? [this.nft] : [this.nft, this.nflog];
  }

  private start(source: TraceSource): Monitor {
    return new Monitor(this.prefix, source, this.onText, mostTraceText);
  }
}

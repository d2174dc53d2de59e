import type { Capture } from 'cap';
import { endianness } from 'node:os';
import { batchBuffer } from './batch-buffer.js';
import { markerFrame, readMarker } from './marker.js';
import type { Marker } from './marker.js';
import type { Point, PointStatistics, UnprovenPoint } from './types.js';

/** Milliseconds until the kernel hands over a block that is not full: what a marker takes to come back. */
const blockTimeout = 20;
/** A marker that was lost on the way (an interface still coming up) is sent again, in milliseconds. */
const repeatAfter = 50;
/**
 * How long a marker may take, in milliseconds, by whether the interface can carry one; and half of what the last blocks of one that
 * has gone may take, twice what our own patch of cap gives them.
 */
const deadline = { running: 2_000, notRunning: 250, drained: 125 };
/** linux/if.h */
const interfaceFlag = { up: 0x1, running: 0x40 };

export interface TapSettings {
  readonly filter: string;
  readonly snapLength: number;
  readonly ringBytes: number;
}

/** Why a marker did not come back. */
type Doubt = Pick<UnprovenPoint, 'cause' | 'reason'>;

interface Proof {
  readonly kind: Marker['kind'];
  readonly settle: (doubt: Doubt | null) => void;
}

/** One point being recorded: its capture, and the markers that prove it. */
export class Tap {
  readonly #capture: Capture;
  #mac: Uint8Array = new Uint8Array(6);
  #opened = false;
  #proof: Proof | null = null;
  #gone: string | null = null;
  /** What was counted at a point until it went away. */
  #counted: PointStatistics | null = null;

  /** @param onGone Hears, once, that the point can no longer be read. */
  constructor(
    capture: Capture,
    readonly point: Point,
    readonly index: number,
    readonly token: string,
    readonly onGone: (reason: string) => void = () => undefined,
  ) {
    this.#capture = capture;
  }

  /** Notes that the point was never opened, and why. */
  refuse(reason: string): void {
    this.#gone = reason;
  }

  /** Why the point can no longer be read; null while it can. */
  get gone(): string | null {
    return this.#gone;
  }

  /** Opens the point; `onBatch` gets whole blocks, valid until it returns. Rejects with libpcap's error and its `status`. */
  open(settings: TapSettings, onBatch: (blocks: Buffer, frames: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#capture.open(
        {
          device: this.point.interface,
          netns: this.point.namespace,
          filter: settings.filter,
          snaplen: settings.snapLength,
          timeout: blockTimeout,
          ring: settings.ringBytes,
          interfaceId: this.index,
          buffer: batchBuffer,
        },
        (error, bytes, frames) => {
          if (error !== null) {
            this.#end(error.message);
            this.#proof?.settle(this.#doubt());
            // A container's namespace must not outlive it for as long as a recording lasts.
            this.#counted = this.statistics();
            this.#opened = false;
            this.#capture.close(() => undefined);
            return;
          }
          const blocks = batchBuffer.subarray(0, bytes);
          onBatch(blocks, frames);
          if (this.#proof !== null && this.#holdsMarker(blocks, this.#proof.kind)) this.#proof.settle(null);
        },
        (error, _linkType, mac) => {
          if (error !== null) {
            reject(error);
            return;
          }
          this.#mac = mac;
          this.#opened = true;
          resolve();
        },
      );
    });
  }

  /** Sends a marker until it has come back through the ring; null then, else why the point is unproven. */
  async prove(kind: Marker['kind']): Promise<UnprovenPoint | null> {
    const frame = markerFrame({ token: this.token, point: this.index, kind }, this.#mac);
    const started = performance.now();
    const doubt = await new Promise<Doubt | null>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (settled: Doubt | null): void => {
        clearTimeout(timer);
        resolve(settled);
      };
      // Once this process has been held up, its timers are due before it has read what came meanwhile: reading goes first.
      const send = (): void => {
        setImmediate(() => {
          if (this.#proof?.settle === settle) sendNow();
        });
      };
      const sendNow = (): void => {
        const now = this.#doubt();
        const waited = performance.now() - started;
        if (now?.cause === 'gone') {
          this.#settleWhenDrained(now, settle);
          return;
        }
        if (now?.cause === 'down') {
          settle(now);
          return;
        }
        if (waited > (now === null ? deadline.running : deadline.notRunning)) {
          settle(now ?? { cause: 'silent', reason: `its marker did not come back within ${deadline.running} ms` });
          return;
        }
        try {
          this.#capture.inject(frame);
        } catch (error) {
          const doubt = this.#unsent(error as NodeJS.ErrnoException);
          if (doubt.cause === 'gone') this.#settleWhenDrained(doubt, settle);
          else settle(doubt);
          return;
        }
        timer = setTimeout(send, repeatAfter);
      };
      this.#proof = { kind, settle };
      sendNow();
    });
    this.#proof = null;
    return doubt === null ? null : { point: this.point.name, marker: kind, ...doubt };
  }

  /**
   * Of a point that has gone libpcap may not have handed over everything yet; when it has, or is long overdue, there is nothing to
   * wait for. In two steps: where this process was held up the first is due before libpcap was heard at all.
   */
  #settleWhenDrained(doubt: Doubt, settle: (doubt: Doubt) => void): void {
    if (!this.#opened) {
      settle(doubt);
      return;
    }
    setTimeout(() => {
      setTimeout(() => {
        settle(doubt);
      }, deadline.drained);
    }, deadline.drained);
  }

  /** What libpcap counted since the point was opened; zeros where it never was. */
  statistics(): PointStatistics {
    if (this.#counted !== null) return this.#counted;
    const [received, dropped, droppedByInterface] = this.#opened ? this.#capture.statistics() : [0, 0, 0];
    return { point: this.point.name, received, dropped, droppedByInterface };
  }

  /** Gives the ring and the namespace back; takes the kernel some tens of milliseconds. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#opened = false;
      this.#proof?.settle({ cause: 'silent', reason: 'the recording ended before its marker came back' });
      if (!this.#capture.close(resolve)) resolve();
    });
  }

  /** What keeps the interface from carrying a marker now; null where nothing does. */
  #doubt(): Doubt | null {
    if (this.#gone !== null) return { cause: 'gone', reason: `the interface went away: ${this.#gone}` };
    if (!this.#opened) return { cause: 'down', reason: 'the interface was down when the recording began' };
    let flags: number;
    try {
      flags = this.#capture.flags();
    } catch (error) {
      this.#end((error as Error).message);
      return this.#doubt();
    }
    if ((flags & interfaceFlag.up) === 0) return { cause: 'down', reason: 'the interface is down' };
    return (flags & interfaceFlag.running) === 0
      ? { cause: 'no carrier', reason: 'the interface has no carrier' }
      : null;
  }

  /** Why a marker could not even be sent. */
  #unsent(error: NodeJS.ErrnoException): Doubt {
    // The interface of that name may be another one by now, while the socket stays with the one that is gone.
    if (error.code === 'ENXIO' || error.code === 'ENODEV') {
      this.#end(error.message);
      return { cause: 'gone', reason: `the interface went away: ${error.message}` };
    }
    return {
      cause: error.code === 'ENETDOWN' ? 'down' : 'silent',
      reason: `its marker could not be sent: ${error.message}`,
    };
  }

  #end(reason: string): void {
    if (this.#gone !== null) return;
    this.#gone = reason;
    this.onGone(reason);
  }

  /** A point sees other points' markers too (a bridge floods them to its ports); only its own counts. */
  #holdsMarker(blocks: Buffer, kind: Marker['kind']): boolean {
    const u32 = (at: number): number => (endianness() === 'LE' ? blocks.readUInt32LE(at) : blocks.readUInt32BE(at));
    for (let at = 0; at < blocks.length; at += u32(at + 4)) {
      const marker = readMarker(blocks.subarray(at + 28, at + 28 + u32(at + 20)));
      if (marker?.kind === kind && marker.point === this.index && marker.token === this.token) return true;
    }
    return false;
  }
}

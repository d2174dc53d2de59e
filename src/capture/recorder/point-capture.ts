import { scaleMs } from '../../process/index.js';
import type { Capture } from 'cap';
import { endianness } from 'node:os';
import { buildMarkerFrame, readMarker, type Marker } from '../marker.js';
import type { Point, PointStatistics, UnprovenPoint } from '../types.js';

/**
 * Receives libpcap's batches, one at a time, until they are written. All captures of the process share it. It holds
 * several of the longest frames and fits in a CPU cache.
 */
export const batchBuffer = Buffer.allocUnsafeSlow(1 << 20);

/** Milliseconds until the kernel hands over a block that is not full: the time a marker takes to come back. */
const blockTimeoutMs = 20;
/** Milliseconds until a marker is sent again: it may be lost on an interface that is still coming up. */
const retryMs = 50;
/**
 * Milliseconds until a marker is given up, on an interface that can carry one and on one that cannot. `drain` is half
 * the time for the last blocks of a removed interface, twice what the patch of cap allows for them.
 */
const timeoutMs = { running: scaleMs(2_000), notRunning: scaleMs(250), drain: scaleMs(125) };
/** linux/if.h */
const interfaceFlag = { up: 0x1, running: 0x40 };

export interface CaptureOptions {
  readonly filter: string;
  readonly snapLength: number;
  readonly ringBytes: number;
}

/** Why a marker did not come back. */
type MarkerFailure = Pick<UnprovenPoint, 'cause' | 'reason'>;

interface PendingMarker {
  readonly kind: Marker['kind'];
  readonly settle: (failure: MarkerFailure | null) => void;
}

/** The libpcap capture of one point, and the markers that prove it. */
export class PointCapture {
  readonly #capture: Capture;
  #mac: Uint8Array = new Uint8Array(6);
  #opened = false;
  #pending: PendingMarker | null = null;
  #gone: string | null = null;
  /** The statistics of a point whose interface is gone. */
  #finalStatistics: PointStatistics | null = null;

  /** @param onGone Called once, when the interface is gone. */
  constructor(
    capture: Capture,
    readonly point: Point,
    readonly index: number,
    readonly token: string,
    readonly onGone: (reason: string) => void,
  ) {
    this.#capture = capture;
  }

  /** Records why the point could not be opened. */
  refuse(reason: string): void {
    this.#gone = reason;
  }

  /** Why the point is no longer recorded; null while it is. */
  get gone(): string | null {
    return this.#gone;
  }

  /**
   * Opens the capture. `onBatch` gets complete pcapng blocks, valid until it returns. Rejects with libpcap's error and
   * its `status`.
   */
  open(options: CaptureOptions, onBatch: (blocks: Buffer, frames: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#capture.open(
        {
          device: this.point.interface,
          netns: this.point.namespace,
          filter: options.filter,
          snaplen: options.snapLength,
          timeout: blockTimeoutMs,
          ring: options.ringBytes,
          interfaceId: this.index,
          buffer: batchBuffer,
        },
        (error, bytes, frames) => {
          if (error !== null) {
            this.#endAfter(error);
            return;
          }
          const blocks = batchBuffer.subarray(0, bytes);
          onBatch(blocks, frames);
          if (this.#pending !== null && this.#containsMarker(blocks, this.#pending.kind)) this.#pending.settle(null);
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

  /** Sends a marker until it comes back through the ring. Returns null then, otherwise why the point is unproven. */
  async prove(kind: Marker['kind']): Promise<UnprovenPoint | null> {
    const frame = buildMarkerFrame({ token: this.token, point: this.index, kind }, this.#mac);
    const started = performance.now();
    const failure = await new Promise<MarkerFailure | null>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (result: MarkerFailure | null): void => {
        clearTimeout(timer);
        resolve(result);
      };
      // After a delay of this process its timers are due before it has read the frames that arrived: read first.
      const retry = (): void => {
        setImmediate(() => {
          if (this.#pending?.settle === settle) send();
        });
      };
      const send = (): void => {
        const obstacle = this.#sendMarker(frame, performance.now() - started);
        if (obstacle === null) timer = setTimeout(retry, retryMs);
        else if (obstacle.cause === 'gone') this.#settleAfterDrain(obstacle, settle);
        else settle(obstacle);
      };
      this.#pending = { kind, settle };
      send();
    });
    this.#pending = null;
    return failure === null ? null : { point: this.point.name, marker: kind, ...failure };
  }

  /** Reads libpcap's counts since the point was opened; zeros if it never was. */
  readStatistics(): PointStatistics {
    if (this.#finalStatistics !== null) return this.#finalStatistics;
    const [received, dropped, droppedByInterface] = this.#opened ? this.#capture.statistics() : [0, 0, 0];
    return { point: this.point.name, received, dropped, droppedByInterface };
  }

  /** Frees the ring and the namespace, which takes the kernel some tens of milliseconds. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#opened = false;
      this.#pending?.settle({ cause: 'silent', reason: 'the recording ended before its marker came back' });
      if (!this.#capture.close(resolve)) resolve();
    });
  }

  /** Sends a marker's frame. Returns why the marker is given up; null while it may still come back. */
  #sendMarker(frame: Buffer, waitedMs: number): MarkerFailure | null {
    const obstacle = this.#findObstacle();
    if (obstacle?.cause === 'gone' || obstacle?.cause === 'down') return obstacle;
    if (waitedMs > (obstacle === null ? timeoutMs.running : timeoutMs.notRunning))
      return obstacle ?? { cause: 'silent', reason: `its marker did not come back within ${timeoutMs.running} ms` };
    try {
      this.#capture.inject(frame);
      return null;
    } catch (error) {
      // The driver dropped it, after libpcap saw it: ipvlan in mode l3 sends IP only. Or its queue was full: try again.
      if ((error as NodeJS.ErrnoException).code === 'ENOBUFS') return null;
      return this.#describeSendError(error as NodeJS.ErrnoException);
    }
  }

  /**
   * Settles once libpcap has delivered the last frames of a removed interface, or is long overdue. Waits twice: if this
   * process was delayed, the first timer is due before it has read from libpcap at all.
   */
  #settleAfterDrain(failure: MarkerFailure, settle: (failure: MarkerFailure) => void): void {
    if (!this.#opened) {
      settle(failure);
      return;
    }
    setTimeout(() => {
      setTimeout(() => {
        settle(failure);
      }, timeoutMs.drain);
    }, timeoutMs.drain);
  }

  /** Returns why the interface cannot carry a marker now; null if it can. */
  #findObstacle(): MarkerFailure | null {
    if (this.#gone !== null) return { cause: 'gone', reason: `the interface went away: ${this.#gone}` };
    if (!this.#opened) return { cause: 'down', reason: 'the interface was down when the recording began' };
    let flags: number;
    try {
      flags = this.#capture.flags();
    } catch (error) {
      this.#markGone((error as Error).message);
      return this.#findObstacle();
    }
    if ((flags & interfaceFlag.up) === 0) return { cause: 'down', reason: 'the interface is down' };
    return (flags & interfaceFlag.running) === 0
      ? { cause: 'no carrier', reason: 'the interface has no carrier' }
      : null;
  }

  #describeSendError(error: NodeJS.ErrnoException): MarkerFailure {
    // Another interface may have taken the name, while the socket stays with the removed one.
    if (error.code === 'ENXIO' || error.code === 'ENODEV') {
      this.#markGone(error.message);
      return { cause: 'gone', reason: `the interface went away: ${error.message}` };
    }
    return {
      cause: error.code === 'ENETDOWN' ? 'down' : 'silent',
      reason: `its marker could not be sent: ${error.message}`,
    };
  }

  /** Closes the capture at once: a container's namespace must not stay alive until the recording ends. */
  #endAfter(error: Error): void {
    this.#markGone(error.message);
    this.#pending?.settle(this.#findObstacle());
    this.#finalStatistics = this.readStatistics();
    this.#opened = false;
    this.#capture.close(() => undefined);
  }

  #markGone(reason: string): void {
    if (this.#gone !== null) return;
    this.#gone = reason;
    this.onGone(reason);
  }

  /** Ignores other points' markers: a bridge floods its own to its ports. */
  #containsMarker(blocks: Buffer, kind: Marker['kind']): boolean {
    const u32 = (at: number): number => (endianness() === 'LE' ? blocks.readUInt32LE(at) : blocks.readUInt32BE(at));
    for (let at = 0; at < blocks.length; at += u32(at + 4)) {
      const marker = readMarker(blocks.subarray(at + 28, at + 28 + u32(at + 20)));
      if (marker?.kind === kind && marker.point === this.index && marker.token === this.token) return true;
    }
    return false;
  }
}

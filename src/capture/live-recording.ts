import cap from 'cap';
import { unlink } from 'node:fs/promises';
import { shortestSnapshot } from './marker.js';
import { PcapngFile } from './pcapng-file.js';
import { RecorderError, serializeError } from './recorder-error.js';
import type { RecordingEvent, RecordingRequest } from './recorder-messages.js';
import { chooseRingBytes } from './ring.js';
import { Tap } from './tap.js';
import type { Point, RecordingSummary, UnprovenPoint } from './types.js';

const longestSnapshot = 262_144;
/** Milliseconds between two notices that the file has grown: as often as a quiet ring is emptied. */
const noticeEvery = 20;
/** pcap/pcap.h */
const status = { permissionDenied: -8, interfaceDown: -9, promiscuousDenied: -11 };

const { Capture } = cap;
// Met by the recorder's process as it starts, and so by startRecorder.
if (Capture === undefined) throw new Error('cap was built without docknet’s extensions (src/capture/patches)');
const NativeCapture = Capture;

function pointError(point: Point, error: Error & { status?: number }): RecorderError {
  const where = `cannot record at ${point.name} (interface ${point.interface} in ${point.namespace}): ${error.message}`;
  const denied =
    error.status === status.permissionDenied ||
    error.status === status.promiscuousDenied ||
    error.message.includes('Operation not permitted');
  return denied
    ? new RecorderError('permission', `${where}. Recording needs root; run it with sudo.`, { cause: error })
    : new RecorderError('point', `${where}. Look for it with: nsenter --net=${point.namespace} ip link`, {
        cause: error,
      });
}

/** A recording in the recorder's process, from opening its points to its summary. */
export class LiveRecording {
  readonly #taps: Tap[];
  readonly #unproven: UnprovenPoint[] = [];
  #file: PcapngFile | null = null;
  #frames = 0;
  #failure: RecorderError | null = null;
  #notice: NodeJS.Timeout | null = null;

  /** @param tell Hears what happens while the recording lasts; null for a caller that does not follow it. */
  constructor(
    readonly request: RecordingRequest,
    readonly token: string,
    readonly tell: ((news: RecordingEvent) => void) | null = null,
  ) {
    this.#taps = request.points.map((point, index) => this.#tapAt(point, index));
  }

  /** Opens and proves every point; resolves with those that could not be proven. Leaves no file where it rejects. */
  async start(): Promise<readonly UnprovenPoint[]> {
    const { file, points, filter = '' } = this.request;
    const snapLength = this.#snapLength;
    if (snapLength < shortestSnapshot || snapLength > longestSnapshot) {
      throw new RecorderError(
        'request',
        `cannot record ${file} with a snapshot length of ${snapLength} bytes; give ${shortestSnapshot} to ${longestSnapshot}`,
      );
    }
    if (points.length === 0 || new Set(points.map((point) => point.name)).size < points.length) {
      throw new RecorderError(
        'request',
        `cannot record ${file} at ${points.map((point) => point.name).join(', ') || 'no point'}; give at least one point, and every name once`,
      );
    }
    this.#file = new PcapngFile(file, points, snapLength, filter);
    const opened = await Promise.allSettled(this.#taps.map((tap) => this.#open(tap)));
    const refused = opened.find((one) => one.status === 'rejected');
    if (refused !== undefined) {
      await this.#release();
      await unlink(file);
      throw refused.reason;
    }
    await this.#prove('opening', this.#taps);
    return this.#unproven;
  }

  /**
   * Opens and proves a further point; resolves with why it could not be proven, if so. Where it cannot be opened at all this
   * rejects, the recording goes on, and the summary counts the point among those that are gone.
   */
  async add(point: Point): Promise<readonly UnprovenPoint[]> {
    if (this.#taps.some((tap) => tap.point.name === point.name))
      throw new RecorderError('request', `${this.request.file} has a point ${point.name} already; every name once`);
    if (this.#failure !== null) throw this.#failure;
    const tap = this.#tapAt(point, this.#taps.length);
    this.#taps.push(tap);
    // Before its first frame can come: what a frame's interface is must stand before it in the file.
    this.#file?.appendPoint(point, this.#snapLength, this.request.filter ?? '');
    try {
      await this.#open(tap);
    } catch (error) {
      tap.refuse((error as Error).message);
      throw error;
    }
    return this.#prove('opening', [tap]);
  }

  /** Proves every point again, writes the statistics and closes the file. Rings are given back afterwards. */
  async stop(): Promise<RecordingSummary> {
    await this.#prove('closing', this.#taps);
    return this.finish();
  }

  /** Writes the statistics and closes the file at once, without closing markers: for a caller that is gone. */
  finish(): RecordingSummary {
    if (this.#failure !== null) throw this.#failure;
    const statistics = this.#taps.map((tap) => tap.statistics());
    try {
      this.#file?.appendStatistics(statistics);
    } finally {
      void this.#release();
    }
    return {
      file: this.request.file,
      frames: this.#frames,
      lost: statistics.reduce((sum, counts) => sum + counts.dropped + counts.droppedByInterface, 0),
      statistics,
      unproven: this.#unproven,
      gone: this.#taps.flatMap((tap) => (tap.gone === null ? [] : [{ point: tap.point.name, reason: tap.gone }])),
    };
  }

  get #snapLength(): number {
    return this.request.snapLength ?? longestSnapshot;
  }

  #tapAt(point: Point, index: number): Tap {
    return new Tap(new NativeCapture(), point, index, this.token, (reason) => {
      this.tell?.({ what: 'gone', point: point.name, reason });
    });
  }

  async #open(tap: Tap): Promise<void> {
    const { filter = '', ringBytes = chooseRingBytes(this.#taps.length) } = this.request;
    const settings = {
      filter: filter === '' ? '' : `ether proto 0x88b5 or (${filter})`,
      snapLength: this.#snapLength,
      ringBytes,
    };
    try {
      await tap.open(settings, (blocks, frames) => {
        this.#write(blocks, frames);
      });
    } catch (error) {
      if ((error as { status?: number }).status !== status.interfaceDown) throw pointError(tap.point, error as Error);
    }
  }

  #write(blocks: Buffer, frames: number): void {
    try {
      this.#file?.append(blocks);
      this.#frames += frames;
      if (this.tell !== null)
        this.#notice ??= setTimeout(() => {
          this.#tellGrowth();
        }, noticeEvery);
    } catch (error) {
      this.#failure = error as RecorderError;
      this.tell?.({ what: 'failed', trouble: serializeError(error) });
      void this.#release();
    }
  }

  #tellGrowth(): void {
    this.#notice = null;
    this.tell?.({ what: 'grown', bytes: this.#file?.length ?? 0 });
  }

  async #prove(kind: 'opening' | 'closing', taps: readonly Tap[]): Promise<readonly UnprovenPoint[]> {
    if (this.#failure !== null) throw this.#failure;
    const proofs = await Promise.all(taps.map((tap) => tap.prove(kind)));
    // A failure meanwhile has closed the taps, which settles their proofs.
    if (this.#failure !== null) throw this.#failure as RecorderError;
    const unproven = proofs.filter((proof) => proof !== null);
    this.#unproven.push(...unproven);
    return unproven;
  }

  async #release(): Promise<void> {
    if (this.#notice !== null) clearTimeout(this.#notice);
    this.#file?.close();
    await Promise.all(this.#taps.map((tap) => tap.close()));
  }
}

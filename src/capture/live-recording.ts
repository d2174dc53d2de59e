import cap from 'cap';
import { shortestSnapshot } from './marker.js';
import { PcapngFile } from './pcapng-file.js';
import { RecorderError } from './recorder-error.js';
import type { RecordingRequest } from './recorder-messages.js';
import { Tap } from './tap.js';
import type { TapSettings } from './tap.js';
import type { Point, RecordingSummary, Unproven } from './types.js';
import { unlink } from 'node:fs/promises';

const longestSnapshot = 262_144;
/** What the rings of one recording share, what one gets at most and at least; bytes. The kernel never swaps them. */
const ring = { together: 256 << 20, atMost: 32 << 20, atLeast: 2 << 20 };
/** pcap/pcap.h */
const status = { permissionDenied: -8, interfaceDown: -9, promiscuousDenied: -11 };

const { Capture } = cap;
// Met by the recorder's process as it starts, and so by startRecorder.
if (Capture === undefined) throw new Error('cap was built without docknet’s extensions (src/capture/patches)');
const NativeCapture = Capture;

/** A ring's bytes where the caller names none: a stall of the reader should cost no frame, a hundred points not the machine's memory. */
function ringFor(points: number): number {
  return Math.max(ring.atLeast, Math.min(ring.atMost, Math.floor(ring.together / Math.max(1, points))));
}

function pointError(point: Point, error: Error & { status?: number }): RecorderError {
  const where = `cannot record at ${point.name} (interface ${point.interface} in ${point.namespace}): ${error.message}`;
  const denied = error.status === status.permissionDenied || error.status === status.promiscuousDenied || error.message.includes('Operation not permitted');
  return denied
    ? new RecorderError('permission', `${where}. Recording needs root; run it with sudo.`, { cause: error })
    : new RecorderError('point', `${where}. Look for it with: nsenter --net=${point.namespace} ip link`, { cause: error });
}

/** A recording in the recorder's process, from opening its points to its summary. */
export class LiveRecording {
  readonly #taps: readonly Tap[];
  readonly #unproven: Unproven[] = [];
  #file: PcapngFile | null = null;
  #frames = 0;
  #failure: RecorderError | null = null;
  #onFailure: (error: RecorderError) => void = () => undefined;

  constructor(readonly request: RecordingRequest, token: string) {
    this.#taps = request.points.map((point, index) => new Tap(new NativeCapture(), point, index, token));
  }

  /** Opens and proves every point; resolves with those that could not be proven. Leaves no file where it rejects. */
  async start(): Promise<readonly Unproven[]> {
    const { file, points, filter = '', snapLength = longestSnapshot, ringBytes = ringFor(points.length) } = this.request;
    if (snapLength < shortestSnapshot || snapLength > longestSnapshot) {
      throw new RecorderError('request', `cannot record ${file} with a snapshot length of ${snapLength} bytes; give ${shortestSnapshot} to ${longestSnapshot}`);
    }
    if (points.length === 0 || new Set(points.map((point) => point.name)).size < points.length) {
      throw new RecorderError('request', `cannot record ${file} at ${points.map((point) => point.name).join(', ') || 'no point'}; give at least one point, and every name once`);
    }
    this.#file = new PcapngFile(file, points, snapLength, filter);
    const settings = { filter: filter === '' ? '' : `ether proto 0x88b5 or (${filter})`, snapLength, ringBytes };
    const opened = await Promise.allSettled(this.#taps.map((tap) => this.#open(tap, settings)));
    const refused = opened.find((one) => one.status === 'rejected');
    if (refused !== undefined) {
      await this.#release();
      await unlink(file);
      throw refused.reason;
    }
    await this.#prove('opening');
    return this.#unproven;
  }

  /** Proves every point again, writes the statistics and closes the file. Rings are given back afterwards. */
  async stop(): Promise<RecordingSummary> {
    await this.#prove('closing');
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
      gone: this.#taps.flatMap((tap) => tap.gone === null ? [] : [{ point: tap.point.name, reason: tap.gone }]),
    };
  }

  async #open(tap: Tap, settings: TapSettings): Promise<void> {
    try {
      await tap.open(settings, (blocks, frames) => { this.#write(blocks, frames); });
    } catch (error) {
      if ((error as { status?: number }).status !== status.interfaceDown) throw pointError(tap.point, error as Error);
    }
  }

  #write(blocks: Buffer, frames: number): void {
    try {
      this.#file?.append(blocks);
      this.#frames += frames;
    } catch (error) {
      this.#failure = error as RecorderError;
      this.#onFailure(this.#failure);
      void this.#release();
    }
  }

  async #prove(kind: 'opening' | 'closing'): Promise<void> {
    const failed = new Promise<never>((_, reject) => { this.#onFailure = reject; });
    if (this.#failure !== null) throw this.#failure;
    const proofs = await Promise.race([failed, Promise.all(this.#taps.map((tap) => tap.prove(kind)))]);
    this.#unproven.push(...proofs.filter((proof) => proof !== null));
  }

  async #release(): Promise<void> {
    this.#file?.close();
    await Promise.all(this.#taps.map((tap) => tap.close()));
  }
}

import cap from 'cap';
import { unlink } from 'node:fs/promises';
import { markerEtherType, shortestSnapshot } from '../marker.js';
import { RecordingFile } from '../pcapng/recording-file.js';
import type { Point, RecordingSummary, UnprovenPoint } from '../types.js';
import { PointCapture } from './point-capture.js';
import {
  chooseRingBytes,
  RecorderError,
  serializeError,
  type RecordingEvent,
  type RecordingRequest,
} from './protocol.js';

const longestSnapshot = 262_144;
/** Milliseconds between two "grown" events: as often as a quiet ring is emptied. */
const growthIntervalMs = 20;
/** pcap/pcap.h */
const status = { permissionDenied: -8, interfaceDown: -9, promiscuousDenied: -11 };

const { Capture } = cap;
// Thrown while the recorder's process starts, so startRecorder rejects.
if (Capture === undefined) throw new Error('cap was built without docknet’s extensions (src/capture/patches)');
const NativeCapture = Capture;

/** A recording in the recorder's process. */
export class LiveRecording {
  readonly #captures: PointCapture[];
  readonly #unproven: UnprovenPoint[] = [];
  #file: RecordingFile | null = null;
  #frames = 0;
  #failure: RecorderError | null = null;
  #growthTimer: NodeJS.Timeout | null = null;

  /** @param notify Gets the recording's events; null if nobody listens. */
  constructor(
    readonly request: RecordingRequest,
    readonly token: string,
    readonly notify: ((event: RecordingEvent) => void) | null = null,
  ) {
    this.#captures = request.points.map((point, index) => this.#createCapture(point, index));
  }

  /** Creates the file, opens every point and sends the opening markers. Removes the file if it rejects. */
  async start(): Promise<readonly UnprovenPoint[]> {
    const { file, points, filter = '' } = this.request;
    this.#validate();
    this.#file = new RecordingFile(file, points, this.#snapLength, filter);
    const opened = await Promise.allSettled(this.#captures.map((capture) => this.#open(capture)));
    const refused = opened.find((one) => one.status === 'rejected');
    if (refused !== undefined) {
      await this.#release();
      await unlink(file);
      throw refused.reason;
    }
    await this.#prove('opening', this.#captures);
    return this.#unproven;
  }

  /**
   * Opens another point and sends its opening marker. If the point cannot be opened this rejects, the recording goes
   * on, and the summary lists the point under `gone`.
   */
  async addPoint(point: Point): Promise<readonly UnprovenPoint[]> {
    if (this.#captures.some((capture) => capture.point.name === point.name))
      throw new RecorderError(
        'request',
        `Cannot add point ${point.name} to ${this.request.file}: the name is taken. Give each point its own name.`,
      );
    if (this.#failure !== null) throw this.#failure;
    const capture = this.#createCapture(point, this.#captures.length);
    this.#captures.push(capture);
    // A frame's interface block precedes the frame in the file.
    this.#file?.appendPoint(point, this.#snapLength, this.request.filter ?? '');
    try {
      await this.#open(capture);
    } catch (error) {
      capture.refuse((error as Error).message);
      throw error;
    }
    return this.#prove('opening', [capture]);
  }

  /** Sends the closing markers, writes the statistics and closes the file. Rings are freed afterwards. */
  async stop(): Promise<RecordingSummary> {
    await this.#prove('closing', this.#captures);
    return this.finish();
  }

  /** Writes the statistics and closes the file without closing markers: the caller has exited. */
  finish(): RecordingSummary {
    if (this.#failure !== null) throw this.#failure;
    const statistics = this.#captures.map((capture) => capture.readStatistics());
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
      gone: this.#captures.flatMap(({ gone, point }) => (gone === null ? [] : [{ point: point.name, reason: gone }])),
    };
  }

  get #snapLength(): number {
    return this.request.snapLength ?? longestSnapshot;
  }

  #validate(): void {
    const { file, points } = this.request;
    if (this.#snapLength < shortestSnapshot || this.#snapLength > longestSnapshot)
      throw new RecorderError(
        'request',
        `Cannot record ${file} with snaplen ${this.#snapLength}. Give ${shortestSnapshot} to ${longestSnapshot} bytes.`,
      );
    if (points.length === 0)
      throw new RecorderError('request', `Cannot record ${file} without a point. Give at least one point.`);
    if (new Set(points.map((point) => point.name)).size < points.length)
      throw new RecorderError(
        'request',
        `Cannot record ${file} at ${points.map((point) => point.name).join(', ')}. Give each point its own name.`,
      );
  }

  #createCapture(point: Point, index: number): PointCapture {
    return new PointCapture(new NativeCapture(), point, index, this.token, (reason) => {
      this.notify?.({ kind: 'gone', point: point.name, reason });
    });
  }

  async #open(capture: PointCapture): Promise<void> {
    const { filter = '', ringBytes = chooseRingBytes(this.#captures.length) } = this.request;
    const options = {
      filter: filter === '' ? '' : `ether proto 0x${markerEtherType.toString(16)} or (${filter})`,
      snapLength: this.#snapLength,
      ringBytes,
    };
    try {
      await capture.open(options, (blocks, frames) => {
        this.#write(blocks, frames);
      });
    } catch (error) {
      if ((error as { status?: number }).status !== status.interfaceDown)
        throw describeOpenError(capture.point, error as Error);
    }
  }

  #write(blocks: Buffer, frames: number): void {
    try {
      this.#file?.append(blocks);
      this.#frames += frames;
      if (this.notify !== null)
        this.#growthTimer ??= setTimeout(() => {
          this.#growthTimer = null;
          this.notify?.({ kind: 'grown', bytes: this.#file?.length ?? 0 });
        }, growthIntervalMs);
    } catch (error) {
      this.#failure = error as RecorderError;
      this.notify?.({ kind: 'failed', error: serializeError(error) });
      void this.#release();
    }
  }

  async #prove(kind: 'opening' | 'closing', captures: readonly PointCapture[]): Promise<readonly UnprovenPoint[]> {
    if (this.#failure !== null) throw this.#failure;
    const proofs = await Promise.all(captures.map((capture) => capture.prove(kind)));
    // A failure in between has closed the captures, which settles their proofs.
    if (this.#failure !== null) throw this.#failure as RecorderError;
    const unproven = proofs.filter((proof) => proof !== null);
    this.#unproven.push(...unproven);
    return unproven;
  }

  async #release(): Promise<void> {
    if (this.#growthTimer !== null) clearTimeout(this.#growthTimer);
    this.#file?.close();
    await Promise.all(this.#captures.map((capture) => capture.close()));
  }
}

function describeOpenError(point: Point, error: Error & { status?: number }): RecorderError {
  const what = `Cannot record at ${point.name} (interface ${point.interface} in ${point.namespace}): ${error.message}`;
  const denied =
    error.status === status.permissionDenied ||
    error.status === status.promiscuousDenied ||
    error.message.includes('Operation not permitted');
  return denied
    ? new RecorderError('permission', `${what}. Recording needs root; run with sudo.`, { cause: error })
    : new RecorderError('point', `${what}. List its interfaces with: nsenter --net=${point.namespace} ip link`, {
        cause: error,
      });
}

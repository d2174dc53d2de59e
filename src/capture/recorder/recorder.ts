import { nanoid } from 'nanoid';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { describeExit, forkProcess, type ForkedProcess, type ProcessExit } from '../../process/index.js';
import type { Point, RecordingSummary, UnprovenPoint } from '../types.js';
import {
  RecorderError,
  serializeError,
  type RecorderCall,
  type RecorderMessage,
  type RecorderResult,
  type RecordingEvent,
  type RecordingRequest,
} from './protocol.js';

/** A recording in progress. */
export interface ActiveRecording {
  readonly file: string;
  /** Points whose opening marker did not come back. */
  readonly unproven: readonly UnprovenPoint[];
  /**
   * Records at another point too. Resolves once its marker came back, or with the reason why it did not. Rejects with
   * RecorderError if the point cannot be opened; the recording goes on without it.
   */
  addPoint(point: Point): Promise<readonly UnprovenPoint[]>;
  /**
   * Sends the closing markers, writes the statistics and closes the file. Returns the same promise when called again.
   * Rejects with RecorderError if the recorder died or the file could not be written; the file can be read up to there.
   */
  stop(): Promise<RecordingSummary>;
}

/** The recorder's process. It serves any number of recordings, also at the same time. */
export interface Recorder {
  /** The process id. */
  readonly pid: number;
  /**
   * Starts a recording. Resolves once every point is open and its marker came back, or did not within 2 s. Rejects with
   * RecorderError. The listener gets every event of the recording, the recorder's death included.
   */
  record(request: RecordingRequest, listener?: (event: RecordingEvent) => void): Promise<ActiveRecording>;
  /** Compiles a filter. Rejects with RecorderError 'filter' and libpcap's message if libpcap rejects it. */
  compileFilter(filter: string): Promise<void>;
  /** Ends the process. Recordings in progress get their statistics but no closing markers. */
  close(): Promise<void>;
}

interface PendingCall {
  /** Null for a call that records nothing. */
  readonly file: string | null;
  readonly resolve: (result: RecorderResult) => void;
  readonly reject: (error: RecorderError) => void;
}

/** Starts the recorder's process. Rejects with RecorderError 'recorder-not-built' if it cannot load cap. */
export async function startRecorder(): Promise<Recorder> {
  const child = forkProcess<RecorderCall, RecorderMessage>(new URL('./recorder-process.js', import.meta.url), {
    // Opening and closing a point blocks a thread; a trace has hundreds of points.
    env: { UV_THREADPOOL_SIZE: '64' },
  });
  const recorder = new RecorderClient(child);
  await recorder.ready;
  return recorder;
}

class RecorderClient implements Recorder {
  readonly ready: Promise<void>;
  private readonly calls = new Map<number, PendingCall>();
  private readonly listeners = new Map<
    string,
    { readonly file: string; readonly notify: (event: RecordingEvent) => void }
  >();
  private nextId = 0;
  private exit: ProcessExit | null = null;

  constructor(private readonly child: ForkedProcess<RecorderCall, RecorderMessage>) {
    this.ready = new Promise((resolve, reject) => {
      void child.ended.then((exit) => {
        reject(describeMissingCap(child.stderr));
        this.failAll(exit);
      });
      child.onMessage((message) => {
        if (message.id === null && 'ready' in message) resolve();
        else this.receive(message);
      });
    });
  }

  get pid(): number {
    return this.child.pid;
  }

  async record(request: RecordingRequest, listener?: (event: RecordingEvent) => void): Promise<ActiveRecording> {
    const token = nanoid(16);
    const { file } = request;
    const observed = listener !== undefined;
    if (observed) this.listeners.set(token, { file, notify: listener });
    const unproven = await this.call<readonly UnprovenPoint[]>(
      (id) => ({ id, call: 'record', token, request, observed }),
      file,
    ).catch((error: unknown) => {
      this.listeners.delete(token);
      throw error;
    });
    let stopped: Promise<RecordingSummary> | null = null;
    return {
      file,
      unproven,
      addPoint: (point) => this.call((id) => ({ id, call: 'addPoint', token, point }), file),
      stop: () =>
        (stopped ??= this.call<RecordingSummary>((id) => ({ id, call: 'stop', token }), file).finally(() => {
          this.listeners.delete(token);
        })),
    };
  }

  async compileFilter(filter: string): Promise<void> {
    await this.call((id) => ({ id, call: 'compileFilter', filter }), null);
  }

  async close(): Promise<void> {
    this.listeners.clear();
    this.child.disconnect();
    await this.child.ended;
  }

  private async call<Result extends RecorderResult>(
    makeCall: (id: number) => RecorderCall,
    file: string | null,
  ): Promise<Result> {
    if (this.exit !== null || !this.child.connected) throw this.describeDeath(file);
    const id = this.nextId++;
    const result = new Promise<RecorderResult>((resolve, reject) => {
      this.calls.set(id, { file, resolve, reject });
    });
    void this.child.send(makeCall(id)).then((sent) => {
      const pending = this.calls.get(id);
      if (sent || pending === undefined) return;
      this.calls.delete(id);
      pending.reject(this.describeDeath(file));
    });
    return (await result) as Result;
  }

  private receive(message: RecorderMessage): void {
    if (message.id === null) {
      if ('event' in message) this.listeners.get(message.token)?.notify(message.event);
      return;
    }
    const pending = this.calls.get(message.id);
    this.calls.delete(message.id);
    if ('error' in message) pending?.reject(new RecorderError(message.error.code, message.error.message));
    else pending?.resolve(message.result);
  }

  private failAll(exit: ProcessExit): void {
    this.exit = exit;
    for (const { file, reject } of this.calls.values()) reject(this.describeDeath(file));
    this.calls.clear();
    for (const { file, notify } of this.listeners.values())
      notify({ kind: 'failed', error: serializeError(this.describeDeath(file)) });
    this.listeners.clear();
  }

  private describeDeath(file: string | null): RecorderError {
    const { pid, stderr } = this.child;
    const how = this.exit === null ? 'was closed' : describeExit(this.exit);
    const lost = file === null ? '' : ` while recording ${file}. The file can be read up to there`;
    return new RecorderError(
      'recorder-died',
      `Recorder process ${pid} ${how}${lost}. Run again.${stderr === '' ? '' : `\nLog tail: ${stderr}`}`,
    );
  }
}

function describeMissingCap(stderr: string): RecorderError {
  let fix = 'cap is not installed: run npm ci in a clone, or install docknet’s package again';
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('cap/package.json'));
    fix =
      `Build them (needs libpcap-dev, make and g++): npm run --prefix ${directory} install; ` +
      'in a clone run first: npx patch-package --patch-dir src/capture/patches';
  } catch {
    // Not installed.
  }
  return new RecorderError(
    'recorder-not-built',
    `Recorder process failed to start with cap and docknet’s extensions. ${fix}\n${stderr}`,
  );
}

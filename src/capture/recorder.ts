import { nanoid } from 'nanoid';
import { forkProcess } from '../process/index.js';
import { notBuilt } from './not-built.js';
import { RecorderError, serializeError } from './recorder-error.js';
import type {
  RecorderCall,
  RecorderMessage,
  RecorderResult,
  RecordingEvent,
  RecordingRequest,
} from './recorder-messages.js';
import type { Point, RecordingSummary, UnprovenPoint } from './types.js';

/** A recording that has begun: every point is open, and proven but for those listed. */
export interface ActiveRecording {
  readonly file: string;
  /** Points whose opening marker did not come back. */
  readonly unproven: readonly UnprovenPoint[];
  /**
   * Records at a further point from now on; resolves, once it is proven, with why it could not be, if so. Rejects with
   * RecorderError where the point cannot be opened; the recording goes on without it.
   */
  addPoint(point: Point): Promise<readonly UnprovenPoint[]>;
  /**
   * Proves every point once more, writes the statistics and closes the file; the same promise when called again.
   * Rejects with RecorderError where the recorder died or the file could not be written; what was recorded
   * until then can be read from the file.
   */
  stop(): Promise<RecordingSummary>;
}

/** The recorder's process, serving any number of recordings, one after another and at once. */
export interface Recorder {
  /** The process's id. */
  readonly pid: number;
  /**
   * Resolves once every point is open and its marker came back, or could not within 2 s. Rejects with RecorderError.
   * The observer hears what happens to the recording from its request to its end, the recorder's own death included.
   */
  record(request: RecordingRequest, observer?: (news: RecordingEvent) => void): Promise<ActiveRecording>;
  /** Has libpcap compile a filter. Rejects with RecorderError 'filter' and libpcap's own message where it does not. */
  compileFilter(filter: string): Promise<void>;
  /** Ends the process; recordings not stopped are closed with their statistics but without closing markers. */
  close(): Promise<void>;
}

interface Pending {
  readonly file: string;
  readonly resolve: (result: RecorderResult) => void;
  readonly reject: (error: RecorderError) => void;
}

/** Starts the recorder's process. Rejects with RecorderError where it cannot load cap. */
export async function startRecorder(): Promise<Recorder> {
  const child = forkProcess<RecorderCall, RecorderMessage>(new URL('./recorder-process.js', import.meta.url), {
    // Opening and closing a point waits for the kernel in a thread: a trace has hundreds of points.
    env: { UV_THREADPOOL_SIZE: '64' },
  });
  const pending = new Map<number, Pending>();
  const observers = new Map<string, { readonly file: string; readonly hear: (news: RecordingEvent) => void }>();
  let ended: string | null = null;
  let calls = 0;

  const died = (file: string): RecorderError =>
    new RecorderError(
      'recorder-died',
      `the recorder process ${child.pid} ended (${ended ?? 'closed'}) while it was recording ${file}; what it wrote until then can be read. Run it again.${child.stderr === '' ? '' : `\nStandard error: ${child.stderr}`}`,
    );
  const exited = child.ended.then(({ status, signal, error }) => {
    ended = signal ?? error ?? `status ${status ?? 'unknown'}`;
    for (const call of pending.values()) call.reject(died(call.file));
    pending.clear();
    for (const { file, hear } of observers.values()) hear({ what: 'failed', trouble: serializeError(died(file)) });
    observers.clear();
  });

  const ready = new Promise<void>((resolve, reject) => {
    void exited.then(() => {
      reject(notBuilt(child.stderr));
    });
    child.onMessage((message) => {
      if (message.id === null) {
        if ('ready' in message) resolve();
        else observers.get(message.token)?.hear(message.news);
        return;
      }
      const call = pending.get(message.id);
      pending.delete(message.id);
      if ('failed' in message) call?.reject(new RecorderError(message.failed.trouble, message.failed.message));
      else call?.resolve(message.result);
    });
  });
  await ready;

  const call = (make: (id: number) => RecorderCall, file: string): Promise<RecorderResult> =>
    new Promise((resolve, reject) => {
      if (ended !== null || !child.connected) {
        reject(died(file));
        return;
      }
      const message = make(calls++);
      pending.set(message.id, { file, resolve, reject });
      void child.send(message).then((sent) => {
        if (!sent && pending.delete(message.id)) reject(died(file));
      });
    });

  return {
    pid: child.pid,
    async record(request, observer) {
      const token = nanoid(16);
      const { file } = request;
      if (observer !== undefined) observers.set(token, { file, hear: observer });
      const unproven = (await call(
        (id) => ({ id, call: 'record', token, request, observed: observer !== undefined }),
        file,
      ).catch((error: unknown) => {
        observers.delete(token);
        throw error;
      })) as readonly UnprovenPoint[];
      let stopped: Promise<RecordingSummary> | null = null;
      return {
        file,
        unproven,
        addPoint: (point) =>
          call((id) => ({ id, call: 'add', token, point }), file) as Promise<readonly UnprovenPoint[]>,
        stop: () =>
          (stopped ??= (call((id) => ({ id, call: 'stop', token }), file) as Promise<RecordingSummary>).finally(() => {
            observers.delete(token);
          })),
      };
    },
    async compileFilter(filter) {
      await call((id) => ({ id, call: 'compile', filter }), 'nothing yet');
    },
    async close() {
      observers.clear();
      child.disconnect();
      await exited;
    },
  };
}

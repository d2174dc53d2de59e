import { forkProcess } from '../../process/index.js';

/** Frames to send. */
export interface Load {
  readonly count: number;
  /** Bytes of a frame; at least 18. */
  readonly length: number;
  /** Frames per second. Default: as fast as possible. */
  readonly rate?: number;
  /** Whether each frame carries its number, counted from 0; slower. */
  readonly numbered?: boolean;
  /** The frames' first bytes, hexadecimal. Default: addresses that every switch drops. */
  readonly head?: string;
  /** Offset of the number. Default: 14. */
  readonly numberAt?: number;
}

/** The result of a load: a sender that cannot keep up takes longer than the rate asks. */
export interface SentLoad {
  readonly count: number;
  readonly seconds: number;
}

/** IEEE Std 802 Local Experimental EtherType 2; docknet's markers have the first. */
export const loadEtherType = 0x88b6;

/** A process that sends frames on an interface. */
export interface FrameSender {
  send(load: Load): Promise<SentLoad>;
  close(): Promise<void>;
}

/** Starts a sender. Rejects if the interface cannot be opened. */
export async function openFrameSender(namespace: string, device: string): Promise<FrameSender> {
  const child = forkProcess<Load, SentLoad | 'ready'>(new URL('./frame-sender-process.js', import.meta.url), {
    args: [namespace, device],
    stderr: 'inherit',
  });
  let answer: (message: SentLoad | 'ready') => void = () => undefined;
  child.onMessage((message) => {
    answer(message);
  });
  const waitForAnswer = <T extends SentLoad | 'ready'>(): Promise<T> =>
    new Promise((resolve, reject) => {
      answer = (message) => {
        resolve(message as T);
      };
      void child.exited.then(() => {
        reject(new Error(`Frame sender on ${device} ended early`));
      });
    });
  await waitForAnswer<'ready'>();
  return {
    send(load) {
      const sent = waitForAnswer<SentLoad>();
      void child.send(load);
      return sent;
    },
    async close() {
      child.disconnect();
      await child.exited;
    },
  };
}

/** Reads a numbered frame's number; null for any other frame. */
export function readFrameNumber(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length >= 18 && view.getUint16(12) === loadEtherType ? view.getUint32(14) : null;
}

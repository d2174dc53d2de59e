import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What to send: `count` frames of `length` bytes. */
export interface Load {
  readonly count: number;
  /** Bytes; at least 18. */
  readonly length: number;
  /** Frames per second; as fast as it goes where absent. */
  readonly rate?: number;
  /** Whether each frame carries its number (counted from 0) in bytes 14 to 17; slower. */
  readonly numbered?: boolean;
  /** What the frames begin with, as hexadecimal; frames to nobody, which every switch drops, where absent. */
  readonly head?: string;
  /** Where the number is put; 14 where absent. */
  readonly numberAt?: number;
}

/** What was sent: a sender that could not keep up took longer than the rate asked. */
export interface Sent {
  readonly count: number;
  readonly seconds: number;
}

/** IEEE Std 802 Local Experimental EtherType 2; docknet's markers have the first. */
export const loadEtherType = 0x88b6;

/** Sends frames on an interface from a process of its own. */
export interface FrameSender {
  send(load: Load): Promise<Sent>;
  close(): Promise<void>;
}

/** Opens a sender; rejects where the interface cannot be opened. */
export async function openFrameSender(namespace: string, device: string): Promise<FrameSender> {
  const child = fork(fileURLToPath(new URL('./frame-sender-process.js', import.meta.url)), [namespace, device], {
    execArgv: [],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const answer = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error(`the frame sender on ${device} ended early`));
      };
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message as T);
      });
    });
  await answer<'ready'>();
  return {
    send(load) {
      const sent = answer<Sent>();
      child.send(load);
      return sent;
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}

/** The number in a numbered frame, null for any other frame. */
export function numberOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length >= 18 && view.getUint16(12) === loadEtherType ? view.getUint32(14) : null;
}

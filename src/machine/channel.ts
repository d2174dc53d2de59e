import type { ProcessExit } from '../process/index.js';
import { deserialize, serialize } from 'node:v8';

/** A message from this machine to a guest. Processes are numbered by this machine. */
export type ToGuest =
  | { readonly type: 'fork'; readonly id: number; readonly module: string }
  | { readonly type: 'message'; readonly id: number; readonly message: unknown }
  | { readonly type: 'kill'; readonly id: number }
  | { readonly type: 'ping' };

/** A message from a guest to this machine. */
export type FromGuest =
  | { readonly type: 'ready' }
  /** The answer to "ping": the guest's kernel and program work, its files, and its port both ways. */
  | { readonly type: 'alive' }
  | { readonly type: 'message'; readonly id: number; readonly message: unknown }
  | { readonly type: 'output'; readonly id: number; readonly text: string }
  | { readonly type: 'exited'; readonly id: number; readonly exit: ProcessExit };

/** The name of the virtio port between a guest and this machine. */
export const portName = 'docknet';

const headerBytes = 4;

/** Formats a message: its length in bytes (32 bits, little-endian), then the message as Node's structured clone. */
export function formatMessage(message: ToGuest | FromGuest): Buffer {
  const content = serialize(message);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(content.length);
  return Buffer.concat([header, content]);
}

/** Reads messages from a stream of bytes, however it is cut. */
export class MessageReader<Message> {
  private pending = Buffer.alloc(0);

  /** @returns the messages that the bytes complete. */
  push(bytes: Buffer): Message[] {
    this.pending = Buffer.concat([this.pending, bytes]);
    const messages: Message[] = [];
    while (this.pending.length >= headerBytes) {
      const end = headerBytes + this.pending.readUInt32LE();
      if (this.pending.length < end) break;
      messages.push(deserialize(this.pending.subarray(headerBytes, end)) as Message);
      this.pending = this.pending.subarray(end);
    }
    return messages;
  }
}

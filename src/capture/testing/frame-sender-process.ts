/** Sends frames through cap's packet socket at a steady rate, in its own process so as not to slow a recorder. */
import cap from 'cap';
import { loadEtherType } from './frame-sender.js';
import type { Load, SentLoad } from './frame-sender.js';

const [netns = '', device = ''] = process.argv.slice(2);
if (cap.Capture === undefined) throw new Error('cap was built without docknet’s extensions');
const capture = new cap.Capture();
/** Frames passed to the kernel in one call: few enough for an even rate. */
const burst = 32;

function buildFrame(length: number, head: string | undefined): Buffer {
  const frame = Buffer.alloc(length);
  if (head !== undefined) {
    frame.write(head, 0, 'hex');
    return frame;
  }
  frame.write('020000000002020000000001', 0, 'hex'); // locally administered addresses of no interface
  frame.writeUInt16BE(loadEtherType, 12);
  return frame;
}

function send({ count, length, rate = Infinity, numbered = false, head, numberAt = 14 }: Load): SentLoad {
  const frame = buildFrame(length, head);
  const started = performance.now();
  let sent = 0;
  while (sent < count) {
    const due =
      rate === Infinity ? count : Math.min(count, Math.floor(((performance.now() - started) / 1_000) * rate) + 1);
    if (due <= sent) continue;
    if (numbered) frame.writeUInt32BE(sent, numberAt);
    sent += capture.inject(frame, numbered ? 1 : Math.min(burst, due - sent));
  }
  return { count, seconds: (performance.now() - started) / 1_000 };
}

capture.open(
  {
    device,
    netns,
    filter: 'ether proto 0xffff',
    snaplen: 64,
    timeout: 1_000,
    ring: 1 << 18,
    interfaceId: 0,
    buffer: Buffer.alloc(1_024),
  },
  () => undefined,
  (error) => {
    if (error !== null) throw error;
    process.on('message', (load: Load) => {
      process.send?.(send(load));
    });
    process.on('disconnect', () => {
      process.exit(0);
    });
    process.send?.('ready');
  },
);

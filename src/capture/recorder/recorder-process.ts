/**
 * The recorder's own process, forked by recorder.ts: the only one that loads cap, and with it libpcap. It serves
 * recordings until its parent exits.
 */
import cap from 'cap';
import { constants, setPriority } from 'node:os';
import { shortestSnapshot } from '../marker.js';
import { LiveRecording } from './live-recording.js';
import { batchBuffer } from './point-capture.js';
import {
  RecorderError,
  serializeError,
  type RecorderCall,
  type RecorderMessage,
  type RecorderResult,
  type RecordingEvent,
} from './protocol.js';

const recordings = new Map<string, LiveRecording>();

function send(message: RecorderMessage): void {
  if (process.connected) process.send?.(message);
}

async function answer(message: RecorderCall): Promise<void> {
  try {
    send({ id: message.id, result: await serve(message) });
  } catch (error) {
    if (message.call === 'record' || message.call === 'stop') recordings.delete(message.token);
    send({ id: message.id, error: serializeError(error) });
  }
}

async function serve(message: RecorderCall): Promise<RecorderResult> {
  switch (message.call) {
    case 'compileFilter':
      return compileFilter(message.filter);
    case 'record': {
      const notify = (event: RecordingEvent): void => {
        send({ id: null, token: message.token, event });
      };
      const recording = new LiveRecording(message.request, message.token, message.observed ? notify : null);
      recordings.set(message.token, recording);
      return recording.start();
    }
    case 'addPoint':
      return findRecording(message.token).addPoint(message.point);
    case 'stop': {
      const summary = await findRecording(message.token).stop();
      recordings.delete(message.token);
      return summary;
    }
  }
}

function findRecording(token: string): LiveRecording {
  const recording = recordings.get(token);
  if (recording === undefined)
    throw new RecorderError('request', `No recording ${token}: it was stopped, or it failed`);
  return recording;
}

/** Prefix of cap to libpcap's message (FailPcap in the patch of cap). */
const filterErrorPrefix = /^filter: (?:Generic error: )?/;

/**
 * Compiles a filter with libpcap, for Ethernet, on this process's own lo. Nothing is recorded.
 *
 * @throws RecorderError 'filter' with libpcap's message, or 'permission' without root.
 */
function compileFilter(filter: string): Promise<null> {
  const { Capture } = cap;
  if (Capture === undefined)
    throw new RecorderError('recorder-not-built', 'cap was built without docknet’s extensions');
  const capture = new Capture();
  return new Promise((resolve, reject) => {
    capture.open(
      {
        device: 'lo',
        netns: '/proc/self/ns/net',
        filter,
        snaplen: shortestSnapshot,
        timeout: 1_000,
        ring: 1 << 18,
        interfaceId: 0,
        buffer: batchBuffer,
      },
      () => undefined,
      (error) => {
        if (error === null)
          capture.close(() => {
            resolve(null);
          });
        else if (filterErrorPrefix.test(error.message))
          reject(new RecorderError('filter', error.message.replace(filterErrorPrefix, ''), { cause: error }));
        else
          reject(
            new RecorderError(
              'permission',
              `Cannot compile the filter on lo: ${error.message}. Recording needs root; run with sudo.`,
              { cause: error },
            ),
          );
      },
    );
  });
}

// The terminal sends Ctrl-C and hang-up to this process too; its parent may still want to stop recordings.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('message', (message: RecorderCall) => {
  void answer(message);
});
process.on('disconnect', () => {
  for (const recording of recordings.values()) {
    try {
      recording.finish();
    } catch (error) {
      console.error(serializeError(error).message);
    }
  }
  process.exit(0);
});
process.title = 'docknet-recorder';
try {
  // A ring fills while its reader waits for a core; containers and engines can wait instead.
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // Not root: opening a point reports that.
}
send({ id: null, ready: true });

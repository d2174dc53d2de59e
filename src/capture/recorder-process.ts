/**
 * The recorder's own process, started by recorder.ts: the only one that loads cap, and through it libpcap.
 * It serves recordings until its parent is gone.
 */
import { constants, setPriority } from 'node:os';
import { compileFilter } from './filter.js';
import { LiveRecording } from './live-recording.js';
import { RecorderError, serializeError } from './recorder-error.js';
import type { RecorderCall, RecorderMessage, RecorderResult, RecordingEvent } from './recorder-messages.js';

const recordings = new Map<string, LiveRecording>();

function send(message: RecorderMessage): void {
  if (process.connected) process.send?.(message);
}

async function answer(message: RecorderCall): Promise<void> {
  try {
    send({ id: message.id, result: await serve(message) });
  } catch (error) {
    if (message.call === 'record' || message.call === 'stop') recordings.delete(message.token);
    send({ id: message.id, failed: serializeError(error) });
  }
}

async function serve(message: RecorderCall): Promise<RecorderResult> {
  switch (message.call) {
    case 'compile':
      return compileFilter(message.filter);
    case 'record': {
      const tell = (news: RecordingEvent): void => {
        send({ id: null, token: message.token, news });
      };
      const recording = new LiveRecording(message.request, message.token, message.observed ? tell : null);
      recordings.set(message.token, recording);
      return recording.start();
    }
    case 'add':
      return named(message.token).add(message.point);
    case 'stop': {
      const summary = await named(message.token).stop();
      recordings.delete(message.token);
      return summary;
    }
  }
}

function named(token: string): LiveRecording {
  const recording = recordings.get(token);
  if (recording === undefined)
    throw new RecorderError('request', `there is no recording ${token}: it was stopped, or it failed`);
  return recording;
}

// The terminal's Ctrl-C and hang-up reach this process too; it ends with its parent, which may still want to stop recordings.
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
  // A ring fills while its reader waits for a core; containers and engines beside it can wait instead.
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // Without root; opening a point will say so.
}
send({ id: null, ready: true });

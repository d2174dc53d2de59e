/**
 * The recorder's own process, started by recorder.ts: the only one that loads cap, and through it libpcap.
 * It serves recordings until its parent is gone.
 */
import { constants, setPriority } from 'node:os';
import { LiveRecording } from './live-recording.js';
import { RecorderError } from './recorder-error.js';
import type { RecorderCall, RecorderMessage, ReportedTrouble } from './recorder-messages.js';

const recordings = new Map<string, LiveRecording>();

function send(message: RecorderMessage): void {
  if (process.connected) process.send?.(message);
}

function report(error: unknown): ReportedTrouble {
  if (error instanceof RecorderError) return { trouble: error.trouble, message: error.message };
  return { trouble: 'request', message: error instanceof Error ? error.stack ?? error.message : String(error) };
}

async function answer(message: RecorderCall): Promise<void> {
  try {
    if (message.call === 'record') {
      const recording = new LiveRecording(message.request, message.token);
      recordings.set(message.token, recording);
      send({ id: message.id, result: await recording.start() });
    } else {
      const recording = recordings.get(message.token);
      if (recording === undefined) throw new RecorderError('request', `there is no recording ${message.token} to stop`);
      send({ id: message.id, result: await recording.stop() });
      recordings.delete(message.token);
    }
  } catch (error) {
    recordings.delete(message.token);
    send({ id: message.id, failed: report(error) });
  }
}

// The terminal's Ctrl-C and hang-up reach this process too; it ends with its parent, which may still want to stop recordings.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('message', (message: RecorderCall) => { void answer(message); });
process.on('disconnect', () => {
  for (const recording of recordings.values()) {
    try {
      recording.finish();
    } catch (error) {
      console.error(report(error).message);
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

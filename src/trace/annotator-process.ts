/**
 * Annotates a long trace's recording while it grows, in a process of its own, so that it delays neither the recorder
 * nor the live view. annotator.ts starts it. Leaves the recording unchanged if its parent ends.
 */
import { statfs, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Annotation } from './annotation.js';
import type { AnnotatorCall, AnnotatorEvent } from './annotator.js';

/** Milliseconds between two readings of the recording. */
const readEveryMs = 250;
/** Milliseconds between two progress messages. */
const progressEveryMs = 200;
/** Bytes left free on the recording's file system: the recording matters more than its annotated copy. */
const reservedBytes = 256 << 20;

let annotation: Annotation | null = null;
let timer: NodeJS.Timeout | undefined;
let queue: Promise<void> = Promise.resolve();

function enqueue(task: () => Promise<void>): void {
  queue = queue.then(task).catch(fail);
}

async function fail(cause: unknown): Promise<void> {
  clearInterval(timer);
  const opened = annotation;
  annotation = null;
  await opened?.discard().catch(() => undefined);
  send({ event: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
}

function send(message: AnnotatorEvent): void {
  if (process.connected) process.send?.(message);
}

async function handle(message: AnnotatorCall): Promise<void> {
  switch (message.call) {
    case 'open': {
      annotation = await Annotation.open(message.file, message.armed, message.known);
      let isReading = false;
      timer = setInterval(() => {
        if (isReading) return;
        isReading = true;
        enqueue(async () => {
          await requireSpace(message.file);
          await annotation?.advance(BigInt(Date.now()) * 1_000_000n);
          isReading = false;
        });
      }, readEveryMs);
      return;
    }
    case 'update':
      return annotation?.update(message.known);
    case 'finish': {
      clearInterval(timer);
      if (annotation === null) return;
      await finish(annotation, (await stat(annotation.file)).size);
      annotation = null;
      send({ event: 'finished' });
    }
  }
}

async function finish(opened: Annotation, size: number): Promise<void> {
  let sentAt = performance.now();
  await opened.finish(() => {
    if (performance.now() - sentAt < progressEveryMs) return;
    sentAt = performance.now();
    const { read, written } = opened.progress;
    send({ event: 'progress', share: (read + written) / (2 * size) });
  });
}

async function requireSpace(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < reservedBytes) throw new Error(`Less than 256 MiB are free in ${dirname(file)}`);
}

// Ctrl-C and hang-up of the terminal reach this process too; the parent decides what to do.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('message', (message: AnnotatorCall) => {
  enqueue(() => handle(message));
});
process.on('disconnect', () => {
  enqueue(async () => {
    await annotation?.discard();
    process.exit(0);
  });
});
process.title = 'docknet-annotator';

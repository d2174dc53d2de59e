/**
 * Annotates a long trace's recording while it grows, in a process of its own, started by annotator.ts: what it does must hold up
 * neither the recorder nor what is shown. Serves one recording, and leaves it as it is when its parent goes.
 */
import { statfs, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Annotation } from './annotation.js';
import type { AnnotatorCall, AnnotatorNews } from './annotator-messages.js';

/** Milliseconds between two looks. */
const tick = 250;
/** Milliseconds between two words on how far it is. */
const pace = 200;
/** Bytes that are left free where the recording lies: it is more important than a copy of it. */
const leftFree = 256 << 20;

let annotation: Annotation | null = null;
let ticking: NodeJS.Timeout | undefined;
/** One thing after the other. */
let work: Promise<void> = Promise.resolve();

function then(next: () => Promise<void>): void {
  work = work.then(next).catch(giveUp);
}

async function giveUp(cause: unknown): Promise<void> {
  clearInterval(ticking);
  const begun = annotation;
  annotation = null;
  await begun?.abandon().catch(() => undefined);
  send({ what: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
}

function send(news: AnnotatorNews): void {
  if (process.connected) process.send?.(news);
}

async function answer(message: AnnotatorCall): Promise<void> {
  switch (message.call) {
    case 'begin': {
      annotation = await Annotation.begin(message.file, message.armed, message.known);
      let looking = false;
      ticking = setInterval(() => {
        if (looking) return;
        looking = true;
        then(async () => {
          await requireSpace(message.file);
          await annotation?.look(BigInt(Date.now()) * 1_000_000n);
          looking = false;
        });
      }, tick);
      return;
    }
    case 'learn':
      return annotation?.learn(message.known);
    case 'finish': {
      clearInterval(ticking);
      if (annotation === null) return;
      await finish(annotation, (await stat(annotation.file)).size);
      annotation = null;
      send({ what: 'finished' });
    }
  }
}

async function finish(begun: Annotation, size: number): Promise<void> {
  let told = performance.now();
  await begun.finish(() => {
    if (performance.now() - told < pace) return;
    told = performance.now();
    const { read, written } = begun.progress;
    send({ what: 'progress', share: (read + written) / (2 * size) });
  });
}

async function requireSpace(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < leftFree) throw new Error(`there is hardly any space left in ${dirname(file)}`);
}

// The terminal's Ctrl-C and hang-up reach this process too; its parent says what is to be done.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('message', (message: AnnotatorCall) => {
  then(() => answer(message));
});
process.on('disconnect', () => {
  then(async () => {
    await annotation?.abandon();
    process.exit(0);
  });
});
process.title = 'docknet-annotator';

import { rm } from 'node:fs/promises';
import { startRecorder } from '../../capture/index.js';
import type { FrameSender } from '../../capture/testing/frame-sender.js';
import type { TestNamespace, TestNetwork } from '../../capture/testing/network.js';
import type { Contender } from './contenders.js';

/** A veth pair: frames are sent at one end and recorded at the other. */
export interface Link {
  readonly namespace: string;
  readonly device: string;
  readonly sender: FrameSender;
  /** Path of the recording during a measurement. */
  readonly file: string;
}

/** A contender's result under one steady load. */
export interface LoadResult {
  /** Frames sent per second. */
  readonly rate: number;
  readonly lost: number;
  readonly cpuMicrosecondsPerPacket: number;
}

/** Bytes of a frame. */
export const frameLength = 64;

/** Measures one recording of a steady load. */
export async function measureLoad(
  contender: Contender,
  link: Link,
  rate: number,
  seconds: number,
): Promise<LoadResult> {
  const recording = await contender.record(link.namespace, link.device, link.file);
  const before = await recording.cpuSeconds();
  const sent = await link.sender.send({ count: Math.round(rate * seconds), length: frameLength, rate });
  const after = await recording.cpuSeconds();
  const lost = await recording.stop();
  await rm(link.file);
  return { rate: sent.count / sent.seconds, lost, cpuMicrosecondsPerPacket: ((after - before) * 1e6) / sent.count };
}

/**
 * Finds the highest rate without loss, in frames per second, by bisection between 0 and the sender's limit.
 */
export async function findLossFreeRate(contender: Contender, link: Link, senderLimit: number): Promise<number> {
  const limit = await measureWithoutLoss(contender, link, senderLimit);
  if (limit !== null) return limit;
  let best = 0;
  let [low, high] = [0, senderLimit];
  while (high - low > senderLimit / 40) {
    const middle = (low + high) / 2;
    const rate = await measureWithoutLoss(contender, link, middle);
    if (rate === null) high = middle;
    else {
      low = middle;
      best = Math.max(best, rate);
    }
  }
  return best;
}

/** Measures a rate, twice if the first recording lost frames: a shared machine stalls now and then. */
async function measureWithoutLoss(contender: Contender, link: Link, rate: number): Promise<number | null> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const result = await measureLoad(contender, link, rate, 1);
    if (result.lost === 0) return result.rate;
  }
  return null;
}

/** Median milliseconds to start and to stop a recording. */
export interface Arming {
  readonly points: number;
  readonly arming: number;
  readonly stopping: number;
}

/** Measures how long a recording at five points takes to start, markers included, and to stop. */
export async function measureArming(
  network: TestNetwork,
  ns1: TestNamespace,
  ns2: TestNamespace,
  file: string,
): Promise<Arming> {
  await network.addVeth(ns1, 'arm0', ns2, 'arm0');
  const points = [ns1, ns2].flatMap((namespace) =>
    ['lo', 'arm0'].map((device) => ({
      name: `${namespace.name}.${device}`,
      namespace: namespace.path,
      interface: device,
    })),
  );
  await network.addBridge(ns2, 'armbr', []);
  points.push({ name: 'bridge', namespace: ns2.path, interface: 'armbr' });
  const recorder = await startRecorder();
  const arming: number[] = [];
  const stopping: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const started = performance.now();
    const active = await recorder.record({ file, points });
    const armed = performance.now();
    await active.stop();
    arming.push(armed - started);
    stopping.push(performance.now() - armed);
  }
  await recorder.close();
  return { points: points.length, arming: median(arming), stopping: median(stopping) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

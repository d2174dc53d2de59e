import { rm } from 'node:fs/promises';
import type { FrameSender } from '../../capture/testing/frame-sender.js';
import type { Contender } from './contender.js';

/** A veth: frames are sent at one end and recorded at the other. */
export interface Link {
  readonly namespace: string;
  readonly device: string;
  readonly sender: FrameSender;
  /** Where recordings are put for as long as a trial lasts. */
  readonly file: string;
}

/** What a contender did with one steady load. */
export interface Outcome {
  /** Frames per second, as they were sent. */
  readonly rate: number;
  readonly lost: number;
  readonly cpuMicrosecondsPerPacket: number;
}

/** Bytes, as in RECORDER.md's measurements. */
export const frameLength = 64;

/** One recording of a steady load. */
export async function trial(contender: Contender, link: Link, rate: number, seconds: number): Promise<Outcome> {
  const recording = await contender.record(link.namespace, link.device, link.file);
  const before = await recording.cpuSeconds();
  const sent = await link.sender.send({ count: Math.round(rate * seconds), length: frameLength, rate });
  const after = await recording.cpuSeconds();
  const lost = await recording.stop();
  await rm(link.file);
  return { rate: sent.count / sent.seconds, lost, cpuMicrosecondsPerPacket: ((after - before) * 1e6) / sent.count };
}

/** One trial, and a second where the first lost frames: a machine shared with others stalls now and then. */
async function holds(contender: Contender, link: Link, rate: number): Promise<number | null> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const outcome = await trial(contender, link, rate, 1);
    if (outcome.lost === 0) return outcome.rate;
  }
  return null;
}

/** The highest rate without loss, in frames per second: by halving between nothing and what the sender can send. */
export async function lossFreeRate(contender: Contender, link: Link, senderLimit: number): Promise<number> {
  const whole = await holds(contender, link, senderLimit);
  if (whole !== null) return whole;
  let good = 0;
  let [low, high] = [0, senderLimit];
  while (high - low > senderLimit / 40) {
    const middle = (low + high) / 2;
    const rate = await holds(contender, link, middle);
    if (rate === null) high = middle;
    else {
      low = middle;
      good = Math.max(good, rate);
    }
  }
  return good;
}

/**
 * Measures docknet's recorder against tcpdump on one veth in one run: the highest rate with nothing lost, and
 * CPU per packet. Needs root, tcpdump and the clone's build. `--json` prints JSON alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureArming } from './capture/arming.js';
import { docknetContender } from './capture/docknet-contender.js';
import { tcpdumpContender } from './capture/tcpdump-contender.js';
import { frameLength, lossFreeRate, trial } from './capture/trial.js';
import type { Link } from './capture/trial.js';
import { openFrameSender } from '../capture/testing/frame-sender.js';
import { TestNetwork } from '../capture/testing/network.js';

/** What docknet sets itself: of tcpdump's loss-free rate at least, of its CPU per packet at most. */
const goal = { rate: 0.9, cpu: 4 };
const goalWord = (reached: boolean): string => (reached ? 'reached' : 'missed');
/** Frames per second at which CPU is compared: both are far from losing any. */
const cpuRate = 100_000;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const network = new TestNetwork();
const directory = await mkdtemp(join(tmpdir(), 'dn-bench-'));
try {
  const [near, far] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  const link: Link = { namespace: far.path, device: 'eth0', sender, file: join(directory, 'bench.pcapng') };
  let senderLimit = 0;
  for (let round = 0; round < 3; round += 1) {
    const free = await sender.send({ count: 300_000, length: frameLength });
    senderLimit = Math.max(senderLimit, free.count / free.seconds);
  }

  // In turns, so that what else the machine does meets both; medians of three, for a search ends at the first stall.
  const contenders = [await docknetContender(), tcpdumpContender];
  const measured = contenders.map((contender) => ({ contender, rates: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < 3; round += 1) {
    for (const { contender, rates, cpu } of measured) {
      cpu.push((await trial(contender, link, cpuRate, 2)).cpuMicrosecondsPerPacket);
      rates.push(await lossFreeRate(contender, link, senderLimit));
    }
  }
  const results = measured.map(({ contender, rates, cpu }) => ({
    name: contender.name,
    lossFreeRate: Math.round(median(rates)),
    lossFreeRates: rates.map(Math.round),
    cpuMicrosecondsPerPacket: median(cpu),
  }));
  for (const contender of contenders) await contender.close();
  await sender.close();
  const arming = await measureArming(network, near, far, join(directory, 'arming.pcapng'));

  const [docknet, tcpdump] = results;
  if (docknet === undefined || tcpdump === undefined) throw new Error('nothing was measured');
  const rate = docknet.lossFreeRate / tcpdump.lossFreeRate;
  const cpu = docknet.cpuMicrosecondsPerPacket / tcpdump.cpuMicrosecondsPerPacket;
  if (process.argv.includes('--json')) {
    console.log(
      JSON.stringify(
        {
          frameLength,
          senderLimit: Math.round(senderLimit),
          cpuRate,
          results,
          arming,
          goal,
          reached: { rate: rate >= goal.rate, cpu: cpu <= goal.cpu },
        },
        null,
        2,
      ),
    );
  } else {
    console.log(`${frameLength}-byte frames over a veth; the sender manages ${Math.round(senderLimit)} per second\n`);
    console.log('recorder    nothing lost up to    CPU per packet');
    for (const one of results)
      console.log(
        `${one.name.padEnd(8)}${`${one.lossFreeRate}/s`.padStart(22)}` +
          `${`${one.cpuMicrosecondsPerPacket.toFixed(2)} µs`.padStart(18)}   (${one.lossFreeRates.join(', ')})`,
      );
    if (results.every((one) => one.lossFreeRate > 0.95 * senderLimit))
      console.log(
        '\nNeither lost anything at all that the sender could send: the rates tell no difference on this machine now.',
      );
    console.log(
      `\nrate: ${rate.toFixed(2)} of tcpdump’s (goal: at least ${goal.rate}, ${goalWord(rate >= goal.rate)})`,
    );
    console.log(`CPU: ${cpu.toFixed(2)} times tcpdump’s (goal: at most ${goal.cpu}, ${goalWord(cpu <= goal.cpu)})`);
    console.log(
      `${arming.points} points armed and proven in ${arming.arming.toFixed(0)} ms, ` +
        `stopped in ${arming.stopping.toFixed(0)} ms`,
    );
  }
} finally {
  await network.remove();
  await rm(directory, { recursive: true });
}

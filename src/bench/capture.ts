/**
 * Compares docknet's recorder with tcpdump on one veth: the highest rate without loss, and CPU per packet. Needs root,
 * tcpdump and the clone's build. `--json` prints JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFrameSender } from '../capture/testing/frame-sender.js';
import { TestNetwork } from '../capture/testing/network.js';
import { startDocknetContender, tcpdumpContender } from './capture/contenders.js';
import { findLossFreeRate, frameLength, measureArming, measureLoad, median, type Link } from './capture/measure.js';

/** At least this share of tcpdump's loss-free rate; at most this multiple of its CPU per packet. */
const goal = { rate: 1, cpu: 1.4 };
const describeGoal = (reached: boolean): string => (reached ? 'reached' : 'missed');
/** Frames per second at which CPU is compared: far below loss. */
const cpuRate = 100_000;

const network = new TestNetwork();
const directory = await mkdtemp(join(tmpdir(), 'dn-bench-'));
try {
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const sender = await openFrameSender(ns1.path, 'eth0');
  const link: Link = { namespace: ns2.path, device: 'eth0', sender, file: join(directory, 'bench.pcapng') };
  let senderLimit = 0;
  for (let round = 0; round < 3; round += 1) {
    const unlimited = await sender.send({ count: 300_000, length: frameLength });
    senderLimit = Math.max(senderLimit, unlimited.count / unlimited.seconds);
  }

  // In turns, so that the machine's other load affects both. Medians of three: a search ends at the first stall.
  const contenders = [await startDocknetContender(), tcpdumpContender];
  const measured = contenders.map((contender) => ({ contender, rates: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < 3; round += 1) {
    for (const { contender, rates, cpu } of measured) {
      cpu.push((await measureLoad(contender, link, cpuRate, 2)).cpuMicrosecondsPerPacket);
      rates.push(await findLossFreeRate(contender, link, senderLimit));
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
  const arming = await measureArming(network, ns1, ns2, join(directory, 'arming.pcapng'));

  const [docknet, tcpdump] = results;
  if (docknet === undefined || tcpdump === undefined) throw new Error('No contender was measured');
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
    console.log(`${frameLength}-byte frames over a veth; the sender reaches ${Math.round(senderLimit)} per second\n`);
    console.log('recorder       loss-free up to    CPU per packet');
    for (const one of results)
      console.log(
        `${one.name.padEnd(8)}${`${one.lossFreeRate}/s`.padStart(22)}` +
          `${`${one.cpuMicrosecondsPerPacket.toFixed(2)} µs`.padStart(18)}   (${one.lossFreeRates.join(', ')})`,
      );
    if (results.every((one) => one.lossFreeRate > 0.95 * senderLimit))
      console.log('\nNeither lost a frame at the sender’s limit: this machine shows no difference in rate.');
    console.log(
      `\nrate: ${rate.toFixed(2)} of tcpdump’s (goal: at least ${goal.rate}, ${describeGoal(rate >= goal.rate)})`,
    );
    console.log(`CPU: ${cpu.toFixed(2)} times tcpdump’s (goal: at most ${goal.cpu}, ${describeGoal(cpu <= goal.cpu)})`);
    console.log(
      `${arming.points} points started in ${arming.arming.toFixed(0)} ms, ` +
        `stopped in ${arming.stopping.toFixed(0)} ms`,
    );
  }
} finally {
  await network.remove();
  await rm(directory, { recursive: true });
}

/**
 * Reads a long recording in a process of its own: `node read-process.js join|judge DIRECTORY`. Prints time and memory
 * as JSON.
 */
import { join } from 'node:path';
import { streamJourneys } from '../evidence/index.js';
import { countRelevantBytes } from '../journey/index.js';
import { SuiteRegistry } from '../registry/index.js';
import { judgeEvidence } from '../runner/index.js';
import { evidence, pathPoints } from './long-recording.js';

const [task = '', directory = ''] = process.argv.slice(2);
const started = performance.now();
const output = task === 'join' ? await joinRecording() : await judge();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    output,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024,
  }),
);

/** Joins the recording. @returns how many packets were followed through every point. */
async function joinRecording(): Promise<string> {
  let [count, complete] = [0, 0];
  const recording = join(directory, evidence.recording);
  for await (const { journeys } of streamJourneys(recording, pathPoints, countRelevantBytes)) {
    count += journeys.length;
    complete += journeys.filter(({ hops }) => hops.length === pathPoints.length).length;
  }
  return `${complete} of ${count} packets through ${pathPoints.length} points`;
}

async function judge(): Promise<string> {
  const [check] = await (await SuiteRegistry.open()).load(['nat/masquerade']);
  if (check === undefined) throw new Error('there is no check nat/masquerade');
  const { verdict, reason } = await judgeEvidence(check, directory, evidence, false);
  return reason === '' ? verdict : `${verdict}: ${reason}`;
}

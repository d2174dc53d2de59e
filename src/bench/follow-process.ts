/** What one process does with a long recording: `node follow-process.js join|judge DIRECTORY`; prints what came of it, its time and its memory as JSON. */
import { streamJourneys } from '../evidence/index.js';
import { SuiteRegistry } from '../registry/index.js';
import { judgeEvidence } from '../runner/index.js';
import { join } from 'node:path';
import { countRelevantBytes } from '../journey/index.js';
import { pathPoints } from './long-recording.js';

const [task = '', directory = ''] = process.argv.slice(2);
const started = performance.now();

/** Joins everything; how many packets were followed through every point. */
async function follow(): Promise<string> {
  let count = 0;
  let whole = 0;
  for await (const { journeys } of streamJourneys(
    join(directory, 'recording.pcapng'),
    pathPoints,
    countRelevantBytes,
  )) {
    count += journeys.length;
    for (const { hops } of journeys) if (hops.length === pathPoints.length) whole += 1;
  }
  return `${whole} of ${count} packets through ${pathPoints.length} points`;
}

async function judge(): Promise<string> {
  const [check] = await (await SuiteRegistry.open()).load(['nat/masquerade']);
  if (check === undefined) throw new Error('there is no check nat/masquerade');
  const evidence = {
    recording: 'recording.pcapng',
    firewallBefore: 'before.txt',
    firewallAfter: 'after.txt',
    topology: 'topology.json',
    trace: null,
    engineLog: null,
  };
  const { verdict, reason } = await judgeEvidence(check, directory, evidence, false);
  return reason === '' ? verdict : `${verdict}: ${reason}`;
}

const said = task === 'join' ? await follow() : await judge();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    said,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024,
  }),
);

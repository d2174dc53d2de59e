import test from 'ava';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '../journey/index.js';
import { labRecordings } from './testing/lab-recording.js';
import { readFrames, streamFrames } from './sightings.js';

async function streamed(path: string): Promise<Frame[]> {
  const sightings: Frame[] = [];
  for await (const batch of streamFrames(path)) sightings.push(...batch);
  return sightings;
}

for (const name of labRecordings) {
  test(`${name}: read frame by frame it is what it is read as a whole`, async (t) => {
    const path = `src/journey/fixtures/labs/${name}.pcapng`;
    const whole = await readFrames(path);
    t.true(whole.length > 10);
    t.deepEqual(await streamed(path), whole);
  });
}

test('what is spoken with the embedded resolver is DNS, whatever port was drawn for it', async (t) => {
  const lo = (await streamed('src/journey/fixtures/labs/dns.external-forwarded.pcapng')).filter(
    ({ point }) => point === 'web.lo',
  );
  t.deepEqual(
    lo.map(({ packet }) => packet.dns?.response),
    [false, true],
  );
  t.not(lo[0]?.packet.udp?.destinationPort, 53);
});

test('a damaged recording gives no frame to judge', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'dn-sightings-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  const bytes = await readFile('src/journey/fixtures/labs/nat.port-translation.pcapng');
  await writeFile(path, bytes.subarray(0, bytes.length - 5));
  await t.throwsAsync(streamed(path), { message: /ends after byte \d+ in the middle of a block/ });
  await t.throwsAsync(readFrames(path), { message: /ends after byte \d+ in the middle of a block/ });
});

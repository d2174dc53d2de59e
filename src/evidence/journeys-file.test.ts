import test, { type ExecutionContext } from 'ava';
import { cp, mkdtemp, readFile, rm, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinRecording, type JoinedRecording } from './join-recording.js';
import { loadJourneys, writeJourneys } from './journeys-file.js';

/** Evidence of a real lab with every kind of rule. */
const fixture = 'src/evidence/fixtures/every-rule';
const check = {
  evidence: {
    recording: 'recording.pcapng',
    firewallBefore: 'firewall-before.txt',
    firewallAfter: 'firewall-after.txt',
    nftBefore: null,
    nftAfter: null,
    topology: 'topology.json',
    trace: 'trace.txt',
    engineLog: null,
  },
  points: [],
};

/** Copies the evidence, joins it, and writes its journeys beside it. */
async function prepare(
  t: ExecutionContext,
): Promise<{ readonly directory: string; readonly file: string; readonly joined: JoinedRecording }> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-journeys-'));
  t.teardown(() => rm(directory, { recursive: true }));
  await cp(fixture, directory, { recursive: true });
  const joined = await joinRecording(directory, check);
  await writeJourneys(directory, check.evidence, joined.journeys);
  return { directory, file: join(directory, 'journeys.json'), joined };
}

test('journeys read back from their file equal those that were joined', async (t) => {
  const { directory, file, joined } = await prepare(t);
  t.true(joined.journeys.some(({ end, rules }) => end?.rule != null && rules?.includes(end.rule)));
  const loaded = await loadJourneys(directory, check);
  t.deepEqual(loaded, joined);
  // The terminal leaves out the rule that ended a journey by its identity.
  t.true(loaded.journeys.every(({ end, rules }) => end?.rule == null || rules?.includes(end.rule)));
  t.is((await stat(file)).mode & 0o777, 0o600);
});

test('journeys come from the file, without the trace', async (t) => {
  const { directory, file, joined } = await prepare(t);
  await unlink(join(directory, 'trace.txt'));
  t.deepEqual(await loadJourneys(directory, check), joined);
  await unlink(file);
  const { journeys, problems } = await loadJourneys(directory, check);
  t.regex(problems.join(), /^the trace of the rules could not be read: /);
  t.true(journeys.every(({ rules }) => rules === undefined));
});

const damages: readonly (readonly [string, (text: string) => string])[] = [
  ['cut short', (text) => text.slice(0, -20)],
  ['empty', () => ''],
  ['of another version', (text) => text.replace('"docknet-journeys":3', '"docknet-journeys":0')],
  ['without a frame of the recording', (text) => text.replace(/\{"hops":\[\d+,/, '{"hops":[')],
  ['with a frame twice', (text) => text.replace(/\{"hops":\[(\d+),/, '{"hops":[$1,$1,')],
  ['with a frame that the recording does not hold', (text) => text.replace(/\{"hops":\[\d+/, '{"hops":[999999')],
  ['with a rule that it does not hold', (text) => text.replace(/"rules":\[\[\d+,/, '"rules":[[999,')],
  ['with a rule after a hop that is none', (text) => text.replace(/"rules":\[\[(\d+),\d+\]/, '"rules":[[$1,99]')],
  ['with an unknown relation', (text) => text.replace('"kind":"reply to"', '"kind":"child of"')],
  ['with a relation to no journey', (text) => text.replace(/("kind":"reply to","journey":)\d+/, '$1 9999')],
  ['with a hook that is none', (text) => text.replace('"hook":"forward"', '"hook":"backward"')],
  ['with an object for a text', (text) => text.replace(/"text":"[^"]*"/, '"text":{}')],
  [
    'with an end at a point that did not see it',
    (text) => text.replace(/"end":\{"point":"[^"]*"/, '"end":{"point":"x"'),
  ],
];
for (const [what, damage] of damages) {
  test(`a file of journeys ${what} is not read: the recording is joined again`, async (t) => {
    const { directory, file, joined } = await prepare(t);
    const text = await readFile(file, 'utf8');
    t.not(damage(text), text);
    // A valid change beside the damage shows whether the file is read.
    await writeFile(file, damage(text.replaceAll(/"verdict":"DROP"/g, '"verdict":"GONE"')));
    t.deepEqual(await loadJourneys(directory, check), joined);
  });
}

test('a whole file of journeys is read rather than the recording joined', async (t) => {
  const { directory, file } = await prepare(t);
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/"verdict":"DROP"/g, '"verdict":"GONE"'));
  const { journeys } = await loadJourneys(directory, check);
  t.true(journeys.some(({ end }) => end?.rule?.verdict === 'GONE'));
});

test('beside a damaged recording the journeys are joined again, and the damage is a problem', async (t) => {
  const { directory } = await prepare(t);
  const recording = join(directory, 'recording.pcapng');
  await truncate(recording, (await stat(recording)).size - 5);
  const { damaged, problems, journeys } = await loadJourneys(directory, check);
  t.regex(damaged ?? '', /in the middle of a block/);
  t.deepEqual(problems, [`the recording is damaged: ${damaged}`]);
  t.true(journeys.length > 10);
});

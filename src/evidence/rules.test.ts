import test from 'ava';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot, interpretTrace, parseTraceFile, formatTraceFile } from '../netfilter/index.js';
import { attributeRules, describeCertainty, type Journey } from '../journey/index.js';
import type { Evidence } from '../record/index.js';
import { joinWithoutRules, liveRules } from './testing/live-rules.js';
import { expectEveryRule, findJourneys, listRules } from './testing/every-rule.js';
import { createEvidenceReader } from './files.js';
import { addRules, joinRecording } from './join-recording.js';

const kept = 'src/evidence/fixtures/every-rule';
const evidence: Evidence = {
  recording: 'recording.pcapng',
  firewallBefore: 'firewall-before.txt',
  firewallAfter: 'firewall-after.txt',
  nftBefore: null,
  nftAfter: null,
  topology: 'topology.json',
  trace: 'trace.txt',
  engineLog: null,
};

test('packets of a recorded lab: masquerading, a published port, isolation, a policy, DROP and REJECT', async (t) => {
  expectEveryRule(t, (await joinRecording(kept, { evidence, points: [] })).journeys);
});

test('the same packets in a lab made now', liveRules);

test('without a trace journeys are unchanged', async (t) => {
  const journeys = await joinWithoutRules(kept, evidence);
  t.is(await addRules(journeys, { ...evidence, trace: null }, createEvidenceReader(kept)), journeys);
});

/** Returns a function that reads the fixture with its trace and listing changed. */
async function readFixture(): Promise<
  (change: (lines: string[]) => string[], after?: (listing: string) => string) => Journey[]
> {
  const [text, before, after] = await Promise.all(
    ['trace.txt', 'firewall-before.txt', 'firewall-after.txt'].map((file) => readFile(join(kept, file), 'utf8')),
  );
  const [host] = parseTraceFile(text ?? '');
  const journeys = await joinWithoutRules(kept, evidence);
  return (change, listing = (same) => same) => {
    const changed = { ...host!, trace: change(host!.trace.split('\n')).join('\n'), after: listing(host!.after) };
    return attributeRules(journeys, [interpretTrace(changed, parseSnapshot(before ?? ''), parseSnapshot(after ?? ''))]);
  };
}

test('a trace that lost messages adds no wrong rule, and a missing rule has a caveat', async (t) => {
  const read = await readFixture();
  const whole = read((lines) => lines);
  const count = (await readFile(join(kept, 'trace.txt'), 'utf8')).split('\n').length;
  // A policy that accepted a packet is in no counter, so its loss goes unnoticed: it changed nothing.
  const rules = (journey: Journey | undefined) => listRules(journey!).filter((line) => !/ -P \w+ ACCEPT /.test(line));
  fc.assert(
    fc.property(fc.nat(count), fc.integer({ min: 1, max: 60 }), (from, many) => {
      const lossy = read((lines) => lines.filter((_, index) => index < from || index >= from + many));
      for (const [n, journey] of lossy.entries()) {
        const all = rules(whole[n]);
        // A counter finds the rule that the trace would have shown.
        const left = rules(journey).map((line) => line.replace(/\(counter\)$/, '(traced)'));
        t.true(
          left.every((line) => all.includes(line)),
          `${journey.id} has a rule it did not have`,
        );
        if (left.length < all.length || ((whole[n]?.end?.rule ?? null) !== null && journey.end?.rule === null))
          t.truthy(journey.caveat, `${journey.id} lacks ${all.filter((line) => !left.includes(line)).join('; ')}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('overload is a caveat: nft’s own report, packets beyond the limit, a removed table', async (t) => {
  const read = await readFixture();
  const cut = (lines: string[]) => lines.slice(0, Math.floor(lines.length / 2));
  const caveatOf = (journeys: readonly Journey[]) =>
    findJourneys(journeys, /TCP SYN to port 8080/).at(-1)?.caveat ?? '';
  t.regex(
    caveatOf(read((lines) => [...cut(lines), '# ERROR: We lost some netlink events!'])),
    /nft’s monitor lost messages/,
  );
  t.regex(caveatOf(read(cut)), /the monitor reported \d+ of \d+ traced packets/);
  t.regex(
    caveatOf(
      read(cut, (listing) =>
        listing.replace(
          /counter packets \d+ bytes \d+ comment "of interest"/,
          'counter packets 5000 bytes 1 comment "of interest"',
        ),
      ),
    ),
    /\d+ of 5\d\d\d packets were traced/,
  );
  const withoutTable = (listing: string) => listing.slice(0, listing.indexOf('table inet docknet_trace'));
  t.regex(caveatOf(read(cut, withoutTable)), /table was removed/);
});

test('a policy is found by its counter if the trace lacks the one packet that it dropped', async (t) => {
  const read = await readFixture();
  const dropped = (journeys: readonly Journey[]) => journeys.find(({ end }) => end?.rule?.text === '-P FORWARD DROP');
  const lost = dropped(
    read((lines) => {
      const id = /^trace id (\S+)/.exec(
        lines.find((line) => line.includes(' ip filter FORWARD policy drop')) ?? '',
      )?.[1];
      return lines.filter((line) => !line.startsWith(`trace id ${id} `));
    }),
  );
  t.is(lost?.id, dropped(read((lines) => lines))?.id);
  t.like(lost?.end?.rule, {
    table: 'filter',
    chain: 'FORWARD',
    hook: 'forward',
    position: null,
    verdict: 'DROP',
    certainty: 'counter',
  });
  t.regex(lost?.caveat ?? '', /the monitor reported \d+ of \d+ traced packets/);
});

test('a rule that was added and removed meanwhile is as nft printed it', async (t) => {
  const read = await readFixture();
  const gone = (listing: string) => listing.replace(/^.*reject.*\n/m, '');
  const [before, after] = [read((lines) => lines), read((lines) => lines, gone)];
  const rule = (journeys: readonly Journey[]) => journeys.find(({ end }) => end?.rule?.verdict === 'REJECT')?.end?.rule;
  t.is(rule(before)?.position, 1);
  t.like(rule(after), {
    position: null,
    text: 'meta l4proto tcp ip saddr 198.51.100.11 reject',
    verdict: 'REJECT',
    chain: 'DOCKER-USER',
  });
});

/** Lists the certainties of the rules of flows' later packets, with conntrack's table changed. */
async function readFlowRules(
  change: (conntrack: string) => string | null,
): Promise<{ readonly how: readonly string[]; readonly rules: number }> {
  const [text = '', before = '', after = ''] = await Promise.all(
    ['trace.txt', 'firewall-before.txt', 'firewall-after.txt'].map((file) => readFile(join(kept, file), 'utf8')),
  );
  const [host] = parseTraceFile(text);
  const journeys = attributeRules(await joinWithoutRules(kept, evidence), [
    interpretTrace({ ...host!, conntrack: change(host!.conntrack ?? '') }, parseSnapshot(before), parseSnapshot(after)),
  ]);
  const inherited = journeys.flatMap(({ rules }) => rules ?? []).filter(({ certainty }) => certainty !== 'traced');
  return { how: [...new Set(inherited.map(describeCertainty))], rules: inherited.length };
}

test('the rules of a flow’s later packets are known from conntrack if its entry has that translation', async (t) => {
  const { how, rules } = await readFlowRules((same) => same);
  t.deepEqual(how, ['known from conntrack']);
  const flow = 'known from its flow’s first packet';
  for (const [change, ...expected] of [
    [
      (table: string) => table.replace(/^.*icmp.*\n/gm, ''),
      `${flow}: conntrack had no entry for the flow`,
      'known from conntrack',
    ],
    [
      (table: string) =>
        table.replaceAll('src=172.17.0.2 dst=198.51.100.11 sport=80', 'src=172.17.0.3 dst=198.51.100.11 sport=80'),
      'known from conntrack',
      `${flow}, and conntrack contradicts it: conntrack has the flow ` +
        '198.51.100.11:40001 → 198.51.100.2:8080 answered as 172.17.0.3:80 → 198.51.100.11:40001',
    ],
    [
      () => '# conntrack’s table could not be read: conntrack -L ended with status 127\n',
      `${flow}: conntrack’s table could not be read: conntrack -L ended with status 127`,
    ],
    [() => null, `${flow}: conntrack’s table was not recorded`],
  ] as const) {
    t.deepEqual(
      await readFlowRules(change),
      { how: expected, rules },
      'the rules are the same, and only how sure they are is not',
    );
  }
});

test('a trace file reads back, and a damaged one is an error that names what is missing', async (t) => {
  const text = await readFile(join(kept, 'trace.txt'), 'utf8');
  t.is(formatTraceFile(parseTraceFile(text)), text);
  t.throws(() => parseTraceFile(text.slice(0, text.indexOf('\n== trace'))), {
    message: /has 1 of 4 sections: it was cut/,
  });
  const earlier = await readFile('src/evidence/fixtures/untraced-drops/trace.txt', 'utf8');
  t.true(earlier.startsWith('docknet-trace/1\n'));
  t.is(parseTraceFile(earlier)[0]?.conntrack, null, 'of an earlier docknet, which kept none of conntrack’s table');
  t.throws(() => parseTraceFile('docknet-trace/9\n'), {
    message: /instead of docknet-trace\/1, docknet-trace\/2, docknet-trace\/3/,
  });
});

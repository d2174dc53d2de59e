import test from 'ava';
import { readFile } from 'node:fs/promises';
import { buildFlowPatterns, describeFlow, parseConntrack, readConntrackTable, toFlowKey } from './conntrack.js';

/** One lab's flows as listed and as confirmed: two containers that use the same ports, a published port, IPv6. */
const listed = await readFile('src/journey/fixtures/conntrack/listed.txt', 'utf8');
const events = await readFile('src/journey/fixtures/conntrack/events.txt', 'utf8');

/** Formats every entry as `172.17.0.2:80 → …, answered …`, sorted. */
const formatEntries = (text: string): string[] =>
  parseConntrack(text)
    .map(({ original, reply }) => `${original.protocol} ${describeFlow(original)}, answered ${describeFlow(reply)}`)
    .sort();

const flows = [
  '1 172.17.0.2 → 198.51.100.11 id 7, answered 198.51.100.11 → 198.51.100.2 id 7',
  '1 172.17.0.3 → 198.51.100.11 id 7, answered 198.51.100.11 → 198.51.100.2 id 49470',
  '17 172.17.0.2:40000 → 198.51.100.11:5353, answered 198.51.100.11:5353 → 198.51.100.2:40000',
  '17 172.17.0.2:40001 → 198.51.100.11:5354, answered 198.51.100.11:5354 → 198.51.100.2:40001',
  '17 fd00:17::2:40002 → 2001:db8::11:5353, answered 2001:db8::11:5353 → 2001:db8::2:40002',
  '58 fd00:17::2 → 2001:db8::11 id 547, answered 2001:db8::11 → 2001:db8::2 id 547',
  '6 172.17.0.2:41000 → 198.51.100.11:80, answered 198.51.100.11:80 → 198.51.100.2:41000',
  '6 172.17.0.2:43000 → 198.51.100.2:8080, answered 172.17.0.2:80 → 172.17.0.1:43000',
  '6 198.51.100.11:42000 → 198.51.100.2:8080, answered 172.17.0.2:80 → 198.51.100.11:42000',
  '6 fd00:17::2:44000 → 2001:db8::11:80, answered 2001:db8::11:80 → 2001:db8::2:44000',
];

test('parses entries of UDP, TCP, ICMP and IPv6, masqueraded, of a published port, and of both', (t) => {
  const ephemeral =
    /^(17|6) 172\.17\.0\.3:4[01]000 → 198\.51\.100\.11:\d+, answered 198\.51\.100\.11:\d+ → 198\.51\.100\.2:\d+$/;
  t.deepEqual(
    formatEntries(listed).filter((flow) => !ephemeral.test(flow)),
    flows,
  );
  t.is(
    formatEntries(listed).filter((flow) => ephemeral.test(flow)).length,
    2,
    'masquerading chose ephemeral ports for the second container',
  );
});

test('parses the same flows from events as from the listing', (t) => {
  t.deepEqual(formatEntries(events), formatEntries(listed));
});

test('skips lines that are no entry, and reads what is missing from them', (t) => {
  t.deepEqual(
    parseConntrack(
      'conntrack v1.4.7 (conntrack-tools): 1 flow events have been shown.\n# conntrack lost events\n' +
        ' [DESTROY] ipv4 2 udp 17 src=1.1.1.1 dst=2.2.2.2\n',
    ),
    [],
  );
  t.is(readConntrackTable(`${listed}# conntrack lost events\n`).absenceReason, 'conntrack lost events');
  t.is(readConntrackTable(listed).absenceReason, 'conntrack had no entry for the flow');
  t.is(readConntrackTable(null).absenceReason, 'conntrack’s table was not recorded');
});

test('merges listed and confirmed entries of a flow; reused ports make another', (t) => {
  const table = readConntrackTable(events + listed);
  const { original } = parseConntrack(
    listed.split('\n').find((line) => line.includes('src=172.17.0.2 dst=198.51.100.11 sport=40000'))!,
  )[0]!;
  t.is(table.find(toFlowKey(original)).length, 1);
  table.add(parseConntrack(events.replaceAll('dport=40000', 'dport=40999')));
  t.is(table.find(toFlowKey(original)).length, 2);
});

test('selects lines by networks and addresses', (t) => {
  t.deepEqual(buildFlowPatterns(['172.17.0.2', '172.18.0.0/16', '10.0.0.0/8', '172.19.0.0/20']), [
    '=172.17.0.2 ',
    '=172.18.',
    '=10.',
    '=172.19.',
  ]);
});

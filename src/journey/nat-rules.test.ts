import test from 'ava';
import { readFile } from 'node:fs/promises';
import { ConntrackTable, toFlowKey, parseConntrack, type FlowTuple } from '../netfilter/index.js';
import { checkConntrack, type TranslatedFlow } from './nat-rules.js';

/** Conntrack's table in a real lab; see record-conntrack.sh. */
const listed = await readFile('src/journey/fixtures/conntrack/listed.txt', 'utf8');
const table = (text: string): ConntrackTable => new ConntrackTable('no entry').add(parseConntrack(text));
const reversed = ({ source, sourcePort, destination, destinationPort, ...rest }: FlowTuple): FlowTuple => ({
  ...rest,
  source: destination,
  sourcePort: destinationPort,
  destination: source,
  destinationPort: sourcePort,
});

/** The listing's translated flows, as their packets would show them. */
const flows: readonly TranslatedFlow[] = parseConntrack(listed)
  .map(({ original, reply }) => ({ entered: original, left: reversed(reply) }))
  .filter(({ entered, left }) => toFlowKey(entered) !== toFlowKey(left));

test('a flow whose conntrack entry equals its first packet’s translation is known from conntrack, both ways', (t) => {
  t.is(flows.length, 12);
  for (const flow of flows) {
    t.deepEqual(checkConntrack(flow, flow.entered, flow.left, table(listed)), { certainty: 'conntrack' });
    t.deepEqual(checkConntrack(flow, reversed(flow.left), reversed(flow.entered), table(listed)), {
      certainty: 'conntrack',
    });
    t.deepEqual(
      checkConntrack(flow, flow.entered, null, table(listed)),
      { certainty: 'conntrack' },
      'if no point saw it after the translation',
    );
  }
});

test('without a conntrack entry a flow is known from its first packet alone, with the reason', (t) => {
  for (const flow of flows)
    t.deepEqual(checkConntrack(flow, flow.entered, flow.left, table('')), { certainty: 'flow', reason: 'no entry' });
});

const hairpin = flows.find(({ entered }) => entered.sourcePort === 43000)!;

test('an entry with another address or port contradicts', (t) => {
  const other = (text: string, by: string) => table(listed.replaceAll(text, by));
  t.deepEqual(
    checkConntrack(
      hairpin,
      hairpin.entered,
      hairpin.left,
      other('dst=172.17.0.1 sport=80 dport=43000', 'dst=172.17.0.1 sport=80 dport=43001'),
    ),
    {
      certainty: 'contradicted',
      reason:
        'conntrack has the flow 172.17.0.2:43000 → 198.51.100.2:8080 answered as 172.17.0.2:80 → 172.17.0.1:43001',
    },
  );
  t.is(
    checkConntrack(
      hairpin,
      hairpin.entered,
      hairpin.left,
      other('src=172.17.0.2 dst=172.17.0.1', 'src=172.17.0.3 dst=172.17.0.1'),
    ).certainty,
    'contradicted',
  );
});

test('a packet that differs from its flow’s conntrack entry contradicts', (t) => {
  t.deepEqual(checkConntrack(hairpin, hairpin.entered, { ...hairpin.left, sourcePort: 43009 }, table(listed)), {
    certainty: 'contradicted',
    reason:
      'conntrack’s entry makes it 172.17.0.1:43000 → 172.17.0.2:80, ' +
      'and it was seen as 172.17.0.1:43009 → 172.17.0.2:80',
  });
  t.is(
    checkConntrack(hairpin, reversed(hairpin.left), reversed(hairpin.left), table(listed)).certainty,
    'contradicted',
    'an answer that was not translated back',
  );
});

test('of several entries for reused ports, one must be the flow’s', (t) => {
  const again = table(listed.replaceAll('dport=43000 [ASSURED]', 'dport=43001 [ASSURED]') + listed);
  t.deepEqual(checkConntrack(hairpin, hairpin.entered, hairpin.left, again), { certainty: 'conntrack' });
});

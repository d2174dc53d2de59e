import test from 'ava';
import { baselinePath } from '../results/index.js';
import { readRecord, type Cell, type RunRecord } from '../record/index.js';
import { attributeDifference, countAttributions, type Attribution } from './attribution.js';

const names = ['20.10.24', '26.1.5', '28.0.4', '28.5.2', '29.4.2', '29.4.2-nftables', '29.7.2', '29.7.2-nftables'];
const baselines = new Map<string, RunRecord>();

test.before(async () => {
  for (const name of names) baselines.set(name, (await readRecord(baselinePath(name))).record);
});

const cellOf = (name: string): Cell => baselines.get(name)!.cell;
const outcomeOf = (name: string, id: string): string | null =>
  baselines.get(name)!.checks.find((check) => check.id === id)?.verdict ?? null;

/** Attributes the differences of a check between shipped baselines. */
const attribute = (id: string, of: readonly string[]): Attribution | null =>
  attributeDifference(of.map((name) => ({ cell: cellOf(name), outcome: outcomeOf(name, id) })));

const iptables = ['20.10.24', '26.1.5', '28.0.4', '28.5.2', '29.4.2', '29.7.2'];

/** A real record's cell on another kernel: baselines are of one machine. */
const onKernel = (name: string, release: string): Cell => ({
  ...cellOf(name),
  kernel: { ...cellOf(name).kernel, release },
});

/** Lays the real outcomes of a check on engines out over engines and kernels: `outcomes[ENGINE][KERNEL]`. */
function lay(
  outcomes: Readonly<Record<string, readonly (string | null)[]>>,
  kernels: readonly string[] = ['6.1.0-44-cloud-amd64', '6.12.74+deb13-cloud-amd64', '7.2.12+deb14-cloud-amd64'],
): Attribution | null {
  return attributeDifference(
    Object.entries(outcomes).flatMap(([engine, row]) =>
      row.flatMap((outcome, n) => (outcome === null ? [] : [{ cell: onKernel(engine, kernels[n]!), outcome }])),
    ),
  );
}

test('engines on one kernel: the first of the newer ones, the only one, or all turns', (t) => {
  const text = (id: string) => attribute(id, iptables)?.text;
  t.is(text('isolation/published-port-across'), 'follows the engine (from 29.4.2 on)');
  t.is(text('upgrade/internal-host-access'), 'follows the engine (from 26.1.5 on)');
  t.is(text('upgrade/udp-flow-after-recreate'), 'follows the engine (changes on 26.1.5 and 29.7.2)');
  t.is(attribute('upgrade/udp-flow-after-recreate', names.slice(1, 7))?.text, 'follows the engine (from 29.7.2 on)');
  t.is(attribute('nat/masquerade', names), null);
});

test('a firewall backend is a factor of its own beside the engine', (t) => {
  const found = attribute('bridge/ip-forward', names);
  t.is(found?.text, 'follows the firewall backend');
  t.deepEqual(attribute('bridge/ip-forward', ['28.5.2', '29.7.2-nftables'])?.factors, ['engine', 'firewall backend']);
  t.is(attribute('nat/return-rule', names)?.text, 'follows the engine and the firewall backend together');
  t.is(attribute('gateway/trusted-interface', ['28.0.4', '28.5.2'])?.kind, 'follows');
});

test('a kernel, whatever the engine', (t) => {
  const found = lay({ '26.1.5': ['a', 'b', 'b'], '29.7.2': ['a', 'b', 'b'] });
  t.like(found, { kind: 'follows', factors: ['kernel'], text: 'follows the kernel (from 6.12 on)', missing: [] });
  t.is(lay({ '26.1.5': ['a', 'b', 'a'] })?.text, 'follows the kernel (only on 6.12)');
  const points = ['6.12.74-amd64', '6.12.117-amd64'];
  t.is(lay({ '26.1.5': ['a', 'b'] }, points)?.text, 'follows the kernel (from 6.12.117-amd64 on)');
});

test('an emulated kernel and its emulation are one factor', (t) => {
  const guest = (release: string, accelerator: 'kvm' | 'tcg'): Cell => ({
    ...onKernel('20.10.24', release),
    machine: { accelerator, qemu: '7.2.22', memoryMb: 2048 },
  });
  const text = (accelerator: 'kvm' | 'tcg') =>
    attributeDifference([
      { cell: cellOf('20.10.24'), outcome: 'a' },
      { cell: guest('7.2.12+deb14-cloud-amd64', accelerator), outcome: 'b' },
    ])?.text;
  t.is(text('kvm'), 'follows the kernel (from 7.2 on)');
  t.is(text('tcg'), 'follows the kernel (from 7.2 on) or its software emulation');
});

test('one engine on one kernel', (t) => {
  t.is(lay({ '26.1.5': ['a', 'a', 'a'], '29.7.2': ['a', 'a', 'b'] })?.text, 'only 29.7.2 on 7.2');
  t.is(lay({ '26.1.5': ['b', 'a', 'a'], '29.7.2': ['a', 'a', 'a'] })?.text, 'only 26.1.5 on 6.1');
  t.is(
    lay({ '26.1.5': ['a', 'a', 'a'], '28.5.2': ['a', 'b', 'b'], '29.7.2': ['a', 'b', 'b'] })?.text,
    'only 28.5.2 and 29.7.2 on 6.12 and 7.2',
  );
  t.is(lay({ '26.1.5': ['a', 'b'], '29.7.2': ['b', 'a'] })?.text, 'follows the engine and the kernel together');
});

test('an engine and a kernel changed at once: the cause is undetermined, and the missing cells are named', (t) => {
  const found = lay({ '26.1.5': ['a', null], '29.7.2': [null, 'b'] });
  t.is(found?.text, 'undetermined: cells 26.1.5 × 6.12 and 29.7.2 × 6.1 are missing');
  t.deepEqual([found?.kind, found?.factors], ['open', ['engine', 'kernel']]);
  t.deepEqual(
    found?.missing.map(({ of }) => of),
    [
      { engine: 0, kernel: 1 },
      { engine: 1, kernel: 0 },
    ],
  );
});

test('a third cell decides, and the fourth may still refute it', (t) => {
  t.is(
    lay({ '26.1.5': ['a', null], '29.7.2': ['b', 'b'] })?.text,
    'follows the engine (from 29.7.2 on); not run: 26.1.5 × 6.12',
  );
  t.is(
    lay({ '26.1.5': ['a', 'b'], '29.7.2': [null, 'b'] })?.text,
    'follows the kernel (from 6.12 on); not run: 29.7.2 × 6.1',
  );
  t.is(lay({ '26.1.5': ['a', 'b'], '29.7.2': [null, 'a'] })?.text, 'only 26.1.5 on 6.12; not run: 29.7.2 × 6.1');
});

test('cells that were not judged say nothing, and two of one engine and kernel that differ explain nothing', (t) => {
  const cell = cellOf('29.7.2');
  t.is(
    attributeDifference([
      { cell, outcome: 'a' },
      { cell: cellOf('26.1.5'), outcome: null },
    ]),
    null,
  );
  const found = attributeDifference([
    { cell, outcome: 'a' },
    { cell, outcome: 'b' },
  ]);
  t.like(found, { kind: 'unexplained', factors: [] });
});

test('counts differences by what they follow, the most first', (t) => {
  const ids = [
    'nat/return-rule',
    'isolation/published-port-across',
    'bridge/ip-forward',
    'upgrade/internal-host-access',
  ];
  t.is(
    countAttributions(ids.flatMap((id) => attribute(id, names) ?? [])),
    '2 follow the engine, 1 by engine and firewall backend together, 1 follows the firewall backend',
  );
});

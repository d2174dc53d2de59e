import { inGuest, runInGuest, whySkipped } from '../testing/guests.js';

/** Masquerading, isolation, a published port, Docker's name server, no network: what a kernel must do for Docker. */
const checks = [
  'nat/masquerade',
  'isolation/between-bridges',
  'publish/one-address',
  'dns/reverse-lookup',
  'none/only-loopback',
];

inGuest(`five checks on another kernel, with packets as evidence${whySkipped}`, async (t) => {
  t.timeout(1_500_000);
  const { exitCode, stdout, record } = await runInGuest(t, checks, { fetchMs: 600_000, runMs: 900_000 });
  t.is(exitCode, 0, stdout);
  t.is(record.checks.length, checks.length);
  t.regex(record.cell.kernel.release, /^6\.1\./);
  t.regex(record.cell.kernel.origin ?? '', /^linux-image-6\.1\.\S+ \S+, verified by apt, with Debian’s keys$/);
  t.true(['kvm', 'tcg'].includes(record.cell.machine?.accelerator ?? ''));
  for (const { id, verdict, reason, points } of record.checks) {
    t.is(verdict, 'conforms', `${id}: ${reason}`);
    t.is(
      points.some(({ frames }) => frames > 0),
      id !== 'none/only-loopback',
      id,
    );
  }
});

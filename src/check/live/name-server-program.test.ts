import test from 'ava';
import { runOrThrow, startService } from '../../process/index.js';

/** Of loopback, so that it meets no name server of the machine's. */
const address = '127.9.53.1';
const replies = [
  'web.example=198.51.100.77',
  'six.example=2001:db8::7',
  'failing.example=SERVFAIL',
  'refused.example=REFUSED',
  'empty.example=NOERROR',
  'long.example=truncated 198.51.100.78',
  'silent.example=silence',
];

interface Printed {
  readonly code?: string;
  readonly answers?: readonly { readonly type: string; readonly ttl: number; readonly data: string }[];
  readonly truncated?: boolean;
  readonly error?: string;
}

/** Asks it with the program that `query` runs. */
async function ask(over: string, name: string, type: string, times = 1): Promise<Printed[]> {
  const argv = ['dist/src/check/live/query-program.js', over, address, name, type, String(times), '300'];
  const { stdout } = await runOrThrow([process.execPath, ...argv]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Printed);
}

const summary = ([answer]: readonly Printed[]) =>
  [
    answer?.code,
    answer?.truncated === true ? 'truncated' : '',
    ...(answer?.answers ?? []).map(({ data }) => data),
  ].join(' ');

test('a name server gives its configured answers over UDP and TCP, and queries show the whole answer', async (t) => {
  const server = await startService([
    process.execPath,
    'dist/src/check/live/name-server-program.js',
    address,
    ...replies,
  ]);
  try {
    const twice = await ask('udp', 'WEB.example', 'A', 2);
    t.deepEqual(
      twice.map(({ answers }) => answers?.[0]?.ttl),
      [300, 300],
    );
    t.is(summary(await ask('tcp', 'web.example', 'A')), 'NOERROR  198.51.100.77');
    t.is(summary(await ask('udp', 'web.example', 'AAAA')), 'NOERROR ');
    t.is(summary(await ask('udp', 'six.example', 'AAAA')), 'NOERROR  2001:db8::7');
    t.is(summary(await ask('udp', 'failing.example', 'A')), 'SERVFAIL ');
    t.is(summary(await ask('tcp', 'refused.example', 'A')), 'REFUSED ');
    t.is(summary(await ask('udp', 'empty.example', 'A')), 'NOERROR ');
    t.is(summary(await ask('udp', 'unknown.example', 'A')), 'NXDOMAIN ');
    t.is(summary(await ask('udp', 'long.example', 'A')), 'NOERROR truncated');
    t.is(summary(await ask('tcp', 'long.example', 'A')), 'NOERROR  198.51.100.78');
    t.deepEqual(await ask('udp', 'silent.example', 'A'), [{ error: 'no answer within 300 ms' }]);
  } finally {
    await server.stop();
  }
  const [closed] = await ask('tcp', 'web.example', 'A');
  t.regex(closed?.error ?? '', /ECONNREFUSED/);
});

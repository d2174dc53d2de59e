import test from 'ava';
import { runCommand, startService } from '../../process/index.js';
import type { QueryType } from '../words/dns.js';
import { describeQueries, queryCommand } from './exchange.js';
import { nameServerScript } from './name-server-script.js';

/** Of loopback, so that it meets no name server of the machine's. */
const address = '127.9.53.1';
const replies = [
  'web.example=198.51.100.77',
  'six.example=2001:db8::7',
  'failing.example=SERVFAIL',
  'refused.example=REFUSED',
  'empty.example=NOERROR',
  'long.example=truncated 198.51.100.78',
  'large.example=large 198.51.100.1',
  'silent.example=silence',
  'late.example=late 198.51.100.79',
];

interface Printed {
  readonly code?: string;
  readonly answers?: readonly { readonly type: string; readonly ttl: number; readonly data: string }[];
  readonly truncated?: boolean;
  readonly error?: string;
}

/** Asks it as `query` does. */
async function ask(
  over: 'udp' | 'tcp',
  name: string,
  type: QueryType,
  { times = 1, timeoutMs = 5000 } = {},
): Promise<Printed[]> {
  const queries = { over, address, name, type, timeoutMs };
  const { stdout } = describeQueries(queries)(await runCommand(queryCommand(times, queries)));
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
  const server = await startService(['perl', '-e', nameServerScript, address, ...replies]);
  try {
    const twice = await ask('udp', 'WEB.example', 'A', { times: 2 });
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
    const [large] = await ask('udp', 'large.example', 'A');
    t.deepEqual([large?.answers?.length, large?.answers?.at(-1)?.data], [40, '198.51.100.40']);
    t.is(summary(await ask('udp', 'long.example', 'A')), 'NOERROR truncated');
    t.is(summary(await ask('tcp', 'long.example', 'A')), 'NOERROR  198.51.100.78');
    t.deepEqual(await ask('udp', 'silent.example', 'A', { timeoutMs: 300 }), [{ error: 'no answer within 300 ms' }]);
    t.is(summary(await ask('tcp', 'late.example', 'A')), 'NOERROR  198.51.100.79');
    t.deepEqual(await ask('udp', 'late.example', 'A', { timeoutMs: 300 }), [{ error: 'no answer within 300 ms' }]);
  } finally {
    await server.stop();
  }
  const [closed] = await ask('tcp', 'web.example', 'A');
  t.regex(closed?.error ?? '', /Connection refused/);
});

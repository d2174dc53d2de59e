import test from 'ava';
import { readFileSync } from 'node:fs';
import { parseAnswer, parseReverseAnswer } from './listings.js';

const printed = (name: string) => readFileSync(`src/check/fixtures/nslookup-${name}.txt`, 'utf8');

test('an answer has the address of the name and not the resolver’s own', (t) => {
  t.deepEqual(parseAnswer(printed('answer')), { addresses: ['172.18.0.2'], error: '', refused: false });
});

for (const [output, error] of [
  ['no-such-name', "** server can't find nope: NXDOMAIN"],
  ['no-address', 'an answer without an address'],
  ['port-closed', ';; connection timed out; no servers could be reached'],
  ['unreachable', "can't connect to remote host (10.9.9.9): Network is unreachable"],
] as const) {
  test(`${output} is no address, and says why`, (t) => {
    t.deepEqual(parseAnswer(printed(output)), { addresses: [], error, refused: output === 'port-closed' });
  });
}

test('nothing printed, as when it was ended, is no address', (t) => {
  t.deepEqual(parseAnswer(''), { addresses: [], error: '', refused: false });
});

test('a reverse answer has the name of the address', (t) => {
  const head = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n';
  t.deepEqual(parseReverseAnswer(`${head}Non-authoritative answer:\n2.0.18.172.in-addr.arpa\tname = db.app\n\n`), {
    names: ['db.app'],
    error: '',
  });
  t.deepEqual(parseReverseAnswer(`${head}** server can't find 2.0.18.172.in-addr.arpa: NXDOMAIN\n\n`), {
    names: [],
    error: "** server can't find 2.0.18.172.in-addr.arpa: NXDOMAIN",
  });
});

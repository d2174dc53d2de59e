import test from 'ava';
import { readFileSync } from 'node:fs';
import { parseAnswer } from './nslookup.js';

const printed = (name: string) => readFileSync(`src/check/fixtures/nslookup-${name}.txt`, 'utf8');

test('an answer has the address of the name and not the resolver’s own', (t) => {
  t.deepEqual(parseAnswer(printed('answer')), { addresses: ['172.18.0.2'], complaint: '' });
});

for (const [output, complaint] of [
  ['no-such-name', "** server can't find nope: NXDOMAIN"],
  ['no-address', 'an answer without an address'],
  ['port-closed', ';; connection timed out; no servers could be reached'],
  ['unreachable', "can't connect to remote host (10.9.9.9): Network is unreachable"],
] as const) {
  test(`${output} is no address, and says why`, (t) => {
    t.deepEqual(parseAnswer(printed(output)), { addresses: [], complaint });
  });
}

test('nothing printed, as when it was ended, is no address', (t) => {
  t.deepEqual(parseAnswer(''), { addresses: [], complaint: '' });
});

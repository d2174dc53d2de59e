import test from 'ava';
import { parseFirewall } from '../../netfilter/index.js';
import type { Evidence, FactExpectation } from '../expectation.js';
import {
  answered,
  failed,
  refused,
  resolved,
  reverseResolved,
  succeeded,
  clientSeenAs,
  timedOut,
  unanswered,
  unexpectedFailures,
  unresolved,
  type Call,
  type Lookup,
  type Ping,
} from './outcome.js';

const empty = parseFirewall('', null);
const evidence: Evidence = { before: empty, after: empty, shared: false, proof: { lost: 0, unproven: [] } };
const held = (expectation: FactExpectation) => expectation.judge(evidence).held;

const call = (result: Call['result']): Call => ({
  kind: 'call',
  from: 'client',
  to: 'host (198.51.100.2) port 8080',
  result,
  client: result === 'answered' ? { address: '172.17.0.1', port: 40000 } : null,
  error: '',
  milliseconds: 1,
});
const ping = (got: boolean): Ping => ({
  kind: 'ping',
  from: 'web',
  to: 'server',
  answered: got,
  ttl: got ? 63 : null,
  error: '',
  milliseconds: 1,
});
const lookup = (...addresses: string[]): Lookup => ({
  kind: 'lookup',
  from: 'web',
  name: 'db',
  addresses,
  error: addresses.length === 0 ? 'NXDOMAIN' : '',
  refused: false,
});

test('each way a request can end is distinguished', (t) => {
  t.deepEqual(
    (['answered', 'refused', 'timed out', 'unreachable'] as const).map((result) =>
      [answered, refused, timedOut, unanswered].map((word) => held(word(call(result)))),
    ),
    [
      [true, false, false, false],
      [false, true, false, true],
      [false, false, true, true],
      [false, false, false, true],
    ],
  );
});

test('a ping is answered or not', (t) => {
  t.deepEqual(
    [
      held(answered(ping(true))),
      held(unanswered(ping(true))),
      held(answered(ping(false))),
      held(unanswered(ping(false))),
    ],
    [true, false, false, true],
  );
});

test('the client is whom the server saw, and nobody where there was no answer', (t) => {
  t.true(held(clientSeenAs(call('answered'), '172.17.0.1')));
  t.false(held(clientSeenAs(call('answered'), '198.51.100.11')));
  t.false(held(clientSeenAs(call('timed out'), '172.17.0.1')));
});

test('a name is resolved to an address, to another, or not at all', (t) => {
  t.deepEqual(
    [
      resolved(lookup('172.18.0.2'), '172.18.0.2'),
      resolved(lookup('172.18.0.3'), '172.18.0.2'),
      unresolved(lookup('172.18.0.2')),
      unresolved(lookup()),
    ].map(held),
    [true, false, false, true],
  );
});

test('a lookup is refused where the name server’s port is closed', (t) => {
  t.true(held(refused({ ...lookup(), refused: true })));
  t.false(held(refused(lookup())));
});

test('an address resolves to a name, to another, or to none', (t) => {
  const reverse = (...names: string[]) =>
    ({ kind: 'reverse lookup', from: 'web', address: 'db (172.18.0.2)', names, error: 'NXDOMAIN', at: 0 }) as const;
  t.deepEqual(
    [reverse('db.app'), reverse('web.app'), reverse()].map((outcome) => held(reverseResolved(outcome, 'db.app'))),
    [true, false, false],
  );
});

const action = (number: number, error: string) =>
  ({ kind: 'engine', number, command: 'docker start web', ok: error === '', error }) as const;

test('an action of the engine’s succeeds, or fails with these texts', (t) => {
  const refusal = action(0, 'Bind for 0.0.0.0:8080 failed: port is already allocated');
  t.deepEqual([held(succeeded(action(0, ''))), held(succeeded(refusal))], [true, false]);
  t.deepEqual(
    [failed(refusal), failed(refusal, '8080', 'already'), failed(refusal, '8080', 'in use'), failed(action(0, ''))].map(
      held,
    ),
    [true, true, false, false],
  );
});

test('a failure that no line is about is an unmet line of its own', (t) => {
  const [examined, other] = [action(0, 'refused'), action(1, 'no space left on device')];
  const unexpected = unexpectedFailures([failed(examined), answered(ping(true))], [examined, other]);
  t.deepEqual(
    unexpected.map((line) => [held(line), line.expected, line.judge(evidence).seen]),
    [[false, 'the engine succeeds in: docker start web', 'no space left on device']],
  );
});

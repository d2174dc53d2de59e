import test from 'ava';
import { parseFirewall } from '../../netfilter/index.js';
import type { Evidence, FactExpectation } from '../expectation.js';
import { responded, unansweredQuery, type DnsExchange } from './dns.js';

const empty = parseFirewall('', null);
const evidence: Evidence = { before: empty, after: empty, shared: false, proof: { lost: 0, unproven: [] } };
const judge = (expectation: FactExpectation) => expectation.judge(evidence);

const exchange = (code: string | null, ...data: readonly string[]): DnsExchange => ({
  kind: 'dns exchange',
  from: 'web',
  name: 'pool',
  type: 'A',
  over: 'udp',
  code,
  answers: data.map((address) => ({ name: 'pool', type: 'A', ttl: 600, data: address })),
  truncated: false,
  error: code === null ? 'no answer within 1000 ms' : '',
  at: 0,
});

test('an answer has this code and exactly these records, in any order', (t) => {
  const pool = exchange('NOERROR', '172.18.0.3', '172.18.0.2');
  t.true(judge(responded(pool, 'NOERROR', '172.18.0.2', '172.18.0.3')).held);
  t.false(judge(responded(pool, 'NOERROR', '172.18.0.2')).held, 'one record too many');
  t.false(judge(responded(pool, 'NOERROR')).held);
  t.false(judge(responded(pool, 'NXDOMAIN', '172.18.0.2', '172.18.0.3')).held);
  t.false(judge(responded(exchange('NOERROR', '172.18.0.2'), 'NOERROR', '172.18.0.2', '172.18.0.3')).held);
  t.false(judge(responded(exchange(null), 'NXDOMAIN')).held);
});

test('what was seen is the code with its records, or why there is none', (t) => {
  t.is(judge(responded(exchange('NOERROR', '172.18.0.2'), 'NXDOMAIN')).seen, 'NOERROR, A 172.18.0.2 (TTL 600)');
  t.is(judge(responded(exchange('REFUSED'), 'SERVFAIL')).seen, 'REFUSED, no record');
  t.is(judge(responded(exchange(null), 'SERVFAIL')).seen, 'no answer: no answer within 1000 ms');
});

test('a query without an answer has no code', (t) => {
  t.true(judge(unansweredQuery(exchange(null))).held);
  t.false(judge(unansweredQuery(exchange('SERVFAIL'))).held);
});

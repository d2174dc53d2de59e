import { bridge, conformance, container, documented, responded, same, that, withGiven } from 'docknet';

/** 251 characters: the question takes half of the 512 bytes. */
const long = Array.from({ length: 4 }, () => 'n'.repeat(62)).join('.');
const pool = (of: number) =>
  Object.fromEntries(
    Array.from({ length: of }, (_, n) => [`pool${n}`, container({ on: 'app', aliases: [long, `short${n % 2}`] })]),
  );

export default conformance({
  id: 'dns/truncated',
  title: 'an answer of the embedded resolver that is over 512 bytes is cut short and marked, and whole over TCP',
  claim: documented(
    'moby',
    'Embedded resolver: truncation of its own answers (#44664)',
    'The resolver keeps to the size that the client takes over UDP, marks what it cut, and gives all over TCP.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), ...pool(16) },
  when: async ({ web }) => ({
    cut: await web.query(long),
    whole: await web.query(long, { over: 'tcp' }),
    short: await web.query('short1'),
  }),
  expect: (_, { cut, whole, short }) => [
    that('over UDP the answer is marked as truncated', cut.truncated && cut.answers.length < 16, cut),
    same('over TCP the answers are', new Set(whole.answers.map(({ data }) => data)).size, 16),
    that('and not marked', !whole.truncated, whole),
    that('eight addresses fit over UDP', short.answers.length === 8 && !short.truncated, short),
    responded(short, 'NOERROR', ...short.answers.map(({ data }) => data)),
  ],
  sabotage: withGiven({ pool15: container() }),
});

import { bridge, conformance, container, documented, same, that, withGiven } from 'docknet';

/** 251 characters: with it nine IPv6 addresses take 521 bytes. */
const long = Array.from({ length: 4 }, () => 'n'.repeat(62)).join('.');
const pool = Object.fromEntries(
  Array.from({ length: 9 }, (_, n) => [`pool${n}`, container({ on: 'app', aliases: [long, 'short'] })]),
);

export default conformance({
  id: 'dns/edns-size',
  title: 'the embedded resolver’s own answer over UDP is as long as the query’s EDNS record takes, and 512 at least',
  claim: documented(
    'moby',
    'Embedded resolver: truncation of its own answers (#44664)',
    'The resolver keeps to the size that the client takes over UDP, marks what it cut, and gives all over TCP.',
  ),
  given: { app: bridge({}, { ipv6: 'fd00:db8:53::/64' }), web: container({ on: 'app' }), ...pool },
  when: async ({ web }) => ({
    plain: await web.query(long, { type: 'AAAA' }),
    exact: await web.query(long, { type: 'AAAA', udpSize: 512 }),
    enough: await web.query(long, { type: 'AAAA', udpSize: 1232 }),
    small: await web.query('short', { udpSize: 100 }),
  }),
  expect: (_, { plain, exact, enough, small }) => [
    that('without EDNS the answer is cut short', plain.truncated && plain.answers.length < 9, plain),
    that('so it is where 512 bytes are taken', exact.truncated && exact.answers.length < 9, exact),
    same('with 1232 bytes the addresses are', new Set(enough.answers.map(({ data }) => data)).size, 9),
    that('and not marked as cut', !enough.truncated, enough),
    // Less than 512 is 512 (RFC 6891, section 6.2.3).
    same('where 100 bytes are taken the addresses are', new Set(small.answers.map(({ data }) => data)).size, 9),
    that('and not marked', !small.truncated, small),
  ],
  known: [
    {
      engines: '<23.0.0',
      because: 'these engines write a name in full in every record, so that 1232 bytes hold three',
      instead: (_, { plain, exact, enough, small }) => [
        ...[plain, exact, enough].map((answer) => that('the answer is cut short', answer.truncated, answer)),
        same('with 1232 bytes the number of addresses is', enough.answers.length, 3),
        same('where 100 bytes are taken the addresses are', new Set(small.answers.map(({ data }) => data)).size, 9),
        that('and not marked', !small.truncated, small),
      ],
    },
  ],
  sabotage: withGiven({ pool8: container() }),
});

import test from 'ava';
import { joinFrames, type Journey } from '../../journey/index.js';
import { points, readFixture } from '../../journey/testing/recording.js';
import { TracePrinter } from './trace-printer.js';

/** The journeys of a recording of pings, requests and datagrams, and of ARP and IGMP between them. */
const journeys = joinFrames(readFixture('nat'), points);
const isArp = ({ hops: [first] }: Journey): boolean => first?.packet.arp != null;
const note = /ARP, neighbour discovery and multicast memberships are not shown here/g;

/** Prints journeys one by one into a pipe. */
function print(list: readonly Journey[], foldChatter: boolean): { readonly running: string; readonly whole: string } {
  let text = '';
  const stream = { isTTY: false, columns: 80, write: (more: string) => (text += more) !== '' };
  const printer = new TracePrinter(stream as never, () => new Map(), { foldChatter });
  for (const journey of list) printer.journeys([journey]);
  const running = text;
  printer.end();
  return { running, whole: text };
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

test('recorded ARP and IGMP are folded into one note, and every other packet is printed', (t) => {
  const arps = journeys.filter(isArp);
  t.true(arps.length > 5);
  const { whole } = print(journeys, true);
  t.is(count(whole, /ARP (?:request|reply)/g), 0);
  t.is(count(whole, note), 1);
  const plain = print(journeys, false).whole;
  t.is(count(plain, /ARP (?:request|reply)/g), arps.length);
  t.is(count(plain, note), 0);
  t.is(count(whole, /echo request/g), count(plain, /echo request/g));
});

test('the note comes with the first other packet', (t) => {
  const [first, second] = journeys.filter(isArp) as [Journey, Journey];
  const ping = journeys.find(({ hops }) => hops[0]?.packet.icmp?.type === 8)!;
  t.is(print([first, second], true).running, '');
  t.regex(print([first, ping], true).running, /^ +… {2}ARP.*\n +\d.*echo request/);
  t.regex(print([ping, first], true).running, /echo request[^]*… {2}ARP/);
});

test('link chatter is printed at the end if nothing else was seen', (t) => {
  const arps = journeys.filter(isArp);
  const { running, whole } = print(arps, true);
  t.is(running, '');
  t.is(count(whole, /ARP (?:request|reply)/g), arps.length);
  t.is(count(whole, note), 0);
});

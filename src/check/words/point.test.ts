import test from 'ava';
import { readFixture } from '../../journey/testing/recording.js';
import { decodePacket } from '../../packet/index.js';
import { judgeFrames } from '../testing/judge-frames.js';
import { anything, echoReply, echoRequest, syn, withTtl } from './frame.js';
import { PointAssertions } from './point.js';

const sightings = readFixture('nat');
const docker0 = new PointAssertions('docker0', 'docker0');
const uplink = new PointAssertions('uplink', 'uplink');
const [web, host, server] = ['172.17.0.2', '198.51.100.2', '198.51.100.11'];

test('a frame that was recorded at the point is seen there, with its place in the recording', (t) => {
  const finding = judgeFrames(docker0.saw(echoRequest(web, server)), sightings);
  t.true(finding.held);
  t.true((finding.frames?.length ?? 0) > 0);
  for (const index of finding.frames ?? []) {
    const sighting = sightings.find((s) => s.index === index);
    t.is(sighting?.point, 'docker0');
    t.is(sighting?.packet.ip?.source, web);
  }
});

test('a frame that was recorded elsewhere is not seen here, and what was is named', (t) => {
  const finding = judgeFrames(uplink.saw(echoRequest(web, server)), sightings);
  t.false(finding.held);
  t.regex(finding.seen, /^not seen among the \d+ frames there; there were 198\.51\.100\./);
});

test('neverSaw is the opposite, and shows what should not have been there', (t) => {
  t.true(judgeFrames(uplink.neverSaw(anything({ from: web })), sightings).held);
  const finding = judgeFrames(uplink.neverSaw(anything({ from: host })), sightings);
  t.false(finding.held);
  t.regex(finding.seen, /^seen: 198\.51\.100\.2/);
});

test('a request is no reply, a source is no destination, a TTL is a TTL', (t) => {
  t.false(judgeFrames(docker0.saw(echoReply(web, server)), sightings).held);
  t.false(judgeFrames(docker0.saw(echoRequest(server, web)), sightings).held);
  t.true(judgeFrames(docker0.saw(withTtl(64, echoRequest(web, server))), sightings).held);
  t.false(judgeFrames(docker0.saw(withTtl(63, echoRequest(web, server))), sightings).held);
  t.true(judgeFrames(uplink.saw(withTtl(63, echoRequest(host, server))), sightings).held, 'the host is one hop');
});

test('how often counts packets', (t) => {
  const times = judgeFrames(docker0.saw(echoRequest(web, server)), sightings).frames?.length ?? 0;
  t.true(judgeFrames(docker0.sawTimes(times, echoRequest(web, server)), sightings).held);
  t.false(judgeFrames(docker0.sawTimes(times + 1, echoRequest(web, server)), sightings).held);
});

test('a SYN that is sent again counts once', (t) => {
  const losses = readFixture('losses');
  const syns = losses.filter(({ packet }) => packet.tcp?.flags.syn === true && !packet.tcp.flags.ack);
  const again = syns.find(({ point, index, packet }) =>
    syns.some((s) => s.point === point && s.index < index && s.packet.tcp?.sequence === packet.tcp?.sequence),
  );
  t.truthy(again, 'the recording has such a SYN');
  const { source = '', destination = '' } = again?.packet.ip ?? {};
  const at = new PointAssertions(again?.point ?? '', '');
  const frame = syn(source, destination, again?.packet.tcp?.destinationPort ?? 0);
  t.is(judgeFrames(at.saw(frame), losses).frames?.length, 1);
  t.true(judgeFrames(at.sawTimes(1, frame), losses).held);
});

test('a SYN to a port is not one to another port', (t) => {
  const opened = sightings.find(
    (s) => s.point === 'docker0' && s.packet.tcp?.flags.syn === true && !s.packet.tcp.flags.ack,
  );
  const [from = '', to = '', port = 0] = [
    opened?.packet.ip?.source,
    opened?.packet.ip?.destination,
    opened?.packet.tcp?.destinationPort,
  ];
  t.true(judgeFrames(docker0.saw(syn(from, to, port)), sightings).held);
  t.false(judgeFrames(docker0.saw(syn(from, to, port + 1)), sightings).held);
});

test('what a host says of itself over IPv6 is no traffic of a check', (t) => {
  // A router solicitation as the kernel sends it from a fresh interface (RFC 4861), with no option.
  const frame = Buffer.from(
    '33330000000202000000000186dd6000000000083aff' +
      'fe80000000000000000000fffe000001' +
      'ff020000000000000000000000000002' +
      '85007b8a00000000',
    'hex',
  );
  const packet = decodePacket(frame, frame.length);
  t.is(packet.icmp?.version, 6);
  t.false(anything({ protocol: 'icmp' }).matches(packet));
  t.false(anything().matches(packet));
});

test('gaps between frames are measured by the recorder’s timestamps', (t) => {
  const times = sightings
    .filter(({ point, packet }) => point === 'docker0' && packet.icmp?.type === 8)
    .map(({ time }) => Number(time) / 1e6);
  t.true(times.length > 1);
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? time));
  const [shortest, longest] = [Math.min(...gaps), Math.max(...gaps)];
  const spaced = (atLeastMs: number, atMostMs: number) =>
    judgeFrames(docker0.sawSpaced({ atLeastMs, atMostMs }, echoRequest(web, server)), sightings).held;
  t.true(spaced(shortest - 1, longest + 1));
  t.false(spaced(longest + 1, longest + 2));
  t.false(spaced(0, shortest - 1));
});

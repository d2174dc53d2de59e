import test from 'ava';
import { readFixture } from '../../journey/testing/recording.js';
import type { Packet } from '../../packet/index.js';
import { judgeFrames } from '../testing/judge-frames.js';
import { anything, echoReply, echoRequest, fromPort, syn } from './frame.js';
import { journey } from './journey.js';
import { PointAssertions } from './point.js';

const sightings = readFixture('nat');
const docker0 = new PointAssertions('docker0', 'docker0');
const uplink = new PointAssertions('uplink', 'uplink');
const [web, host, server] = ['172.17.0.2', '198.51.100.2', '198.51.100.11'];

test('a packet is followed out through masquerade and its answer back', (t) => {
  const out = judgeFrames(journey([docker0, echoRequest(web, server)], [uplink, echoRequest(host, server)]), sightings);
  t.true(out.held, out.seen);
  t.is(out.frames?.length, 2);
  t.true(judgeFrames(journey([uplink, echoReply(server, host)], [docker0, echoReply(server, web)]), sightings).held);
});

test('two packets that are each there do not make one journey', (t) => {
  const [request, reply] = [echoRequest(web, server), echoReply(server, host)];
  t.true(judgeFrames(docker0.saw(request), sightings).held);
  t.true(judgeFrames(uplink.saw(reply), sightings).held);
  const finding = judgeFrames(journey([docker0, request], [uplink, reply]), sightings);
  t.false(finding.held);
  t.regex(finding.seen, /seen up to docker0/);
});

test('the order of the points counts', (t) => {
  t.false(
    judgeFrames(journey([uplink, echoRequest(host, server)], [docker0, echoRequest(web, server)]), sightings).held,
  );
});

test('a packet that was never there is said to be missing at the first point', (t) => {
  const finding = judgeFrames(journey([docker0, syn('192.0.2.1', web, 80)], [uplink, anything()]), sightings);
  t.false(finding.held);
  t.is(finding.seen, 'no such packet was seen at docker0');
});

test('a journey is a positive control at each of its points', (t) => {
  t.deepEqual(journey([docker0, anything()], [uplink, anything()]).points, ['docker0', 'uplink']);
});

test('source ports are different where no two packets share one, and there are two', (t) => {
  const opened = { text: 'TCP SYN', matches: ({ tcp }: Packet) => tcp !== null && tcp.flags.syn && !tcp.flags.ack };
  t.true(judgeFrames(uplink.sawDifferent('source port', opened), sightings).held);
  t.false(
    judgeFrames(uplink.sawDifferent('source port', anything({ protocol: 'tcp' })), sightings).held,
    'packets of one connection share it',
  );
  t.false(judgeFrames(uplink.sawDifferent('source port', fromPort(35538, opened)), sightings).held, 'one is not two');
});

import test from 'ava';
import { recorded } from '../../journey/testing/recording.js';
import type { Snapshot } from '../../firewall/index.js';
import { decode } from '../../packet/index.js';
import type { Evidence } from '../expectation.js';
import { anything, echoReply, echoRequest, syn, withTtl } from './frame.js';
import { PointWords } from './point.js';

const empty: Snapshot = { family: 'ipv4', backend: null, chains: [], unreadable: [] };
const evidence: Evidence = { sightings: recorded('nat'), before: empty, after: empty, shared: false, proof: { lost: 0, unproven: [] } };
const docker0 = new PointWords('docker0', 'docker0');
const uplink = new PointWords('uplink', 'uplink');
const [web, host, server] = ['172.17.0.2', '198.51.100.2', '198.51.100.11'];

test('a frame that was recorded at the point is seen there, with its place in the recording', (t) => {
  const finding = docker0.saw(echoRequest(web, server)).judge(evidence);
  t.true(finding.held);
  t.true((finding.frames?.length ?? 0) > 0);
  for (const index of finding.frames ?? []) {
    const sighting = evidence.sightings.find((s) => s.index === index);
    t.is(sighting?.point, 'docker0');
    t.is(sighting?.packet.ip?.source, web);
  }
});

test('a frame that was recorded elsewhere is not seen here, and what was is named', (t) => {
  const finding = uplink.saw(echoRequest(web, server)).judge(evidence);
  t.false(finding.held);
  t.regex(finding.seen, /^not seen among the \d+ frames there; there were 198\.51\.100\./);
});

test('neverSaw is the opposite, and shows what should not have been there', (t) => {
  t.true(uplink.neverSaw(anything({ from: web })).judge(evidence).held);
  const finding = uplink.neverSaw(anything({ from: host })).judge(evidence);
  t.false(finding.held);
  t.regex(finding.seen, /^seen all the same: 198\.51\.100\.2/);
});

test('a request is no reply, a source is no destination, a TTL is a TTL', (t) => {
  t.false(docker0.saw(echoReply(web, server)).judge(evidence).held);
  t.false(docker0.saw(echoRequest(server, web)).judge(evidence).held);
  t.true(docker0.saw(withTtl(64, echoRequest(web, server))).judge(evidence).held);
  t.false(docker0.saw(withTtl(63, echoRequest(web, server))).judge(evidence).held);
  t.true(uplink.saw(withTtl(63, echoRequest(host, server))).judge(evidence).held, 'the host is one hop');
});

test('how often counts packets', (t) => {
  const times = docker0.saw(echoRequest(web, server)).judge(evidence).frames?.length ?? 0;
  t.true(docker0.sawTimes(times, echoRequest(web, server)).judge(evidence).held);
  t.false(docker0.sawTimes(times + 1, echoRequest(web, server)).judge(evidence).held);
});

test('a SYN to a port is not one to another port', (t) => {
  const opened = evidence.sightings.find((s) => s.point === 'docker0' && s.packet.tcp?.flags.syn === true && !s.packet.tcp.flags.ack);
  const [from = '', to = '', port = 0] = [opened?.packet.ip?.source, opened?.packet.ip?.destination, opened?.packet.tcp?.destinationPort];
  t.true(docker0.saw(syn(from, to, port)).judge(evidence).held);
  t.false(docker0.saw(syn(from, to, port + 1)).judge(evidence).held);
});

test('what a host says of itself over IPv6 is no traffic of a check', (t) => {
  // A router solicitation as the kernel sends it from a fresh interface (RFC 4861), with no option.
  const frame = Buffer.from('33330000000202000000000186dd6000000000083aff' + 'fe80000000000000000000fffe000001' + 'ff020000000000000000000000000002' + '85007b8a00000000', 'hex');
  const packet = decode(frame, frame.length);
  t.is(packet.icmp?.version, 6);
  t.false(anything({ protocol: 'icmp' }).matches(packet));
  t.false(anything().matches(packet));
});

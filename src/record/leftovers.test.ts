import test from 'ava';
import { groupLeftovers, selectNewLeftovers, secondCopy } from './leftovers.js';
import { sampleCheck } from './testing/sample.js';
import type { Leftover } from './types.js';

const left = (kind: Leftover['kind'], text: string): Leftover => ({ kind, change: 'left', by: 'engine', text });
const masquerade = (bridge: string, n: number) =>
  left('rule', `iptables -t nat -A POSTROUTING -s 172.${n}.0.0/16 ! -o ${bridge} -j MASQUERADE`);

test('what differs in every lab is left out: ids, ranges, drawn ports, the run in a network’s name', (t) => {
  const groups = groupLeftovers([
    sampleCheck({
      id: 'nat/one',
      leftovers: [
        masquerade('br-65dd04df29e5', 18),
        left('network', 'app-lcclto21gv'),
        left('interface', 'veth5bb936c'),
      ],
    }),
    sampleCheck({
      id: 'nat/two',
      leftovers: [masquerade('br-0123456789ab', 19), left('listener', 'tcp 0.0.0.0:49153')],
    }),
    sampleCheck({ id: 'nat/three', leftovers: [] }),
  ]);
  t.deepEqual(
    groups.map(({ what, checks }) => [what, checks.join(' ')]),
    [
      ['left behind: rule iptables -t nat -A POSTROUTING -s 172.x.0.0/16 ! -o br-… -j MASQUERADE', 'nat/one nat/two'],
      ['left behind: network app', 'nat/one'],
      ['left behind: interface veth…', 'nat/one'],
      ['left behind: listener tcp 0.0.0.0:…', 'nat/two'],
    ],
  );
});

test('new is what the other run did not leave, no second copy, and nothing if it was not looked at', (t) => {
  const [known, copy] = [masquerade('br-65dd04df29e5', 18), left('rule', `iptables -A FORWARD${secondCopy}`)];
  const check = sampleCheck({
    leftovers: [known, left('mount', 'nsfs on /run/docknet/exec/netns/0d4da7a7f471'), copy],
  });
  const texts = (before: readonly Leftover[] | undefined) => selectNewLeftovers(check, before).map(({ kind }) => kind);
  t.deepEqual(texts([masquerade('br-0123456789ab', 21)]), ['mount']);
  t.deepEqual(texts([]), ['rule', 'mount']);
  t.deepEqual(texts(undefined), []);
});

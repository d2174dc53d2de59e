import {
  type AnyCheck,
  conformance,
  documented,
  type Evidence,
  type Expectation,
  iptables,
  type Topology,
} from '../../../check/index.js';
import { parseFirewall } from '../../../netfilter/index.js';
import { Judge } from '../judge.js';

/** A lab without places, on an engine with iptables. */
export const topology: Topology = {
  engine: { version: '20.10.24', kind: 'private', firewallBackend: 'iptables' },
  host: {
    address: '198.51.100.2',
    secondaryAddress: '198.51.100.3',
    uplink: 'uplink',
    mac: '02:00:00:00:00:01',
    secondLan: null,
    docker0: {
      kind: 'network',
      key: 'bridge',
      name: 'bridge',
      id: 'b',
      subnet: '172.17.0.0/16',
      gateway: '172.17.0.1',
      bridge: 'docker0',
    },
  },
  places: {},
  points: [],
};
/** A firewall without rules, and a proven recording. */
export const evidence: Evidence = {
  before: parseFirewall('', null),
  after: parseFirewall('', null),
  shared: false,
  proof: { lost: 0, unproven: [] },
};

/** Creates a line, about frames at a point if `frames` is given. */
export const expectation = (
  expected: string,
  held: boolean,
  frames?: 'seen' | 'absent',
  point = 'docker0',
): Expectation => ({
  expected,
  judge: () => ({ held, seen: `${expected} ${held ? 'was so' : 'was not so'}` }),
  ...(frames === undefined ? {} : { frames, points: [point] }),
});

/** Creates a check that expects these lines. */
export function check(expectations: Expectation[], known?: { engines: string; instead: Expectation[] }): AnyCheck {
  return conformance({
    id: 'nat/example',
    title: 'an example',
    claim: documented('tour', 'A section', 'A statement.'),
    given: {},
    when: () => null,
    expect: () => expectations,
    sabotage: () => iptables('-P FORWARD ACCEPT'),
    ...(known === undefined
      ? {}
      : { known: [{ engines: known.engines, because: 'of a reason', instead: () => known.instead }] }),
  });
}
/** Judges a check that recorded nothing. */
export const judge = (c: AnyCheck) => new Judge(c, topology, null).conclude(evidence);

import test from 'ava';
import { conformance, documented } from '../../check/conformance.js';
import { iptables } from '../../check/sabotage.js';
import { bridge, container, engine, newerEngines, lanHost, type Given } from '../../check/spec.js';
import { sharedGiven } from './fixture-key.js';

const shared = (given: Given) =>
  sharedGiven(
    conformance({
      id: 'nat/example',
      title: 'an example',
      claim: documented('tour', 'A section', 'A statement.'),
      given,
      when: () => null,
      expect: () => [],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );

test('checks share what they are given where it is the same in all, keys and order too', (t) => {
  const given = {
    app: bridge(),
    web: container({ on: 'app', serve: 80 }),
    server: lanHost(),
    daemon: engine({ icc: false }),
  };
  t.not(shared(given), null);
  t.is(shared(given), shared({ ...given }));
  t.not(shared(given), shared({ ...given, web: container({ on: 'app', serve: 81 }) }));
  t.not(shared(given), shared({ app: given.app, www: given.web, server: given.server, daemon: given.daemon }));
});

test('nothing is shared without a container, nor where something takes part whose state is not looked at', (t) => {
  t.is(shared({ server: lanHost() }), null);
  for (const special of [
    { web: container({ started: false }) },
    { web: container({ restartAlways: true }) },
    { web: container({ serveUdp: 53 }) },
    { web: container({ on: 'container:db' }) },
    { far: lanHost({ lan: 'second' }) },
    { names: lanHost({ resolves: { 'example.test': '203.0.113.9' } }) },
    { newer: newerEngines() },
  ])
    t.is(shared({ db: container(), ...special }), null, JSON.stringify(special));
});

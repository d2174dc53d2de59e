import test from 'ava';
import { isExactName, nearestVersions, parseEngineName, selectNewest } from './name.js';

test('parseEngineName takes Debian’s releases and versions of docker-ce', (t) => {
  t.deepEqual(parseEngineName('debian:trixie'), { kind: 'debian', suite: 'trixie' });
  for (const wanted of ['29.4.2', '29.4', '29', 'latest'])
    t.deepEqual(parseEngineName(`docker:${wanted}`), { kind: 'docker', wanted });
  for (const name of ['docker:', 'docker:29.', 'docker:29.4.2.1', 'docker:v29', 'docker', '29.4.2', 'debian:triksie'])
    t.is(parseEngineName(name), null, name);
});

test('an exact name stands for one engine for good', (t) => {
  for (const name of ['docker:29.4.2', 'debian:trixie']) t.true(isExactName(name), name);
  for (const name of ['docker:29.4', 'docker:29', 'docker:latest']) t.false(isExactName(name), name);
});

test('selectNewest compares versions as numbers', (t) => {
  const all = ['9.9.9', '28.0.4', '29.10.0', '29.9.1', ''].map((version) => ({ version }));
  t.is(selectNewest('29', all)?.version, '29.10.0');
  t.is(selectNewest('29.9', all)?.version, '29.9.1');
  t.is(selectNewest('latest', all)?.version, '29.10.0');
  t.is(selectNewest('29.9.2', all), null);
});

test('nearestVersions names two versions on either side', (t) => {
  const versions = ['29.7.2', '28.0.4', '29.4.2', '29.4.1', '30.0.0'];
  t.deepEqual(nearestVersions('29.4.3', versions), ['29.4.1', '29.4.2', '29.7.2', '30.0.0']);
  t.deepEqual(nearestVersions('27', versions), ['28.0.4', '29.4.1']);
  t.deepEqual(nearestVersions('31', versions), ['29.7.2', '30.0.0']);
  t.deepEqual(nearestVersions('latest', []), []);
});

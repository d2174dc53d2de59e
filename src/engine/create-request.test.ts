import test from 'ava';
import type { ContainerOptions } from './container-options.js';
import { needsDockerode } from './create-request.js';
import { parsePublication } from './publication.js';

const publishing = (...publish: string[]): ContainerOptions => ({
  name: 'web',
  image: 'docknet/fixture:1',
  command: [],
  network: 'default',
  aliases: [],
  publish: publish.flatMap((one) => parsePublication(one)),
  labels: {},
  timeoutMs: 1000,
});

test('testcontainers publishes each port of a container once', (t) => {
  t.false(needsDockerode(publishing('8080:80', '8081:81')));
  t.true(needsDockerode(publishing('8080:80', '8081:80')));
});

test('testcontainers publishes TCP ports on all addresses', (t) => {
  t.true(needsDockerode(publishing('5000:5000/udp')));
  t.true(needsDockerode(publishing('127.0.0.1:8080:80')));
  t.true(needsDockerode(publishing('80')));
});

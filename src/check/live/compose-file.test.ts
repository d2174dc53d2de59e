import test from 'ava';
import { composeFile, type ComposeService } from './compose-file.js';

const web: ComposeService = {
  name: 'web',
  containerName: 'web-RUN',
  scale: 1,
  change: 0,
  command: ['sleep', '1'],
  networks: [
    { key: 'shop', name: 'shop-RUN_default' },
    { key: 'outer', name: 'outer-RUN' },
  ],
};

const own = [{ key: 'shop', nameInFile: 'default' }];

const parse = (services: readonly ComposeService[]) =>
  JSON.parse(composeFile('RUN', services, own)) as {
    services: Record<string, Record<string, unknown>>;
    networks: Record<string, unknown>;
  };

test('a service connects to its own network first, and a network that is not the project’s is external', (t) => {
  const { services, networks } = parse([web]);
  t.like(services['web'], {
    container_name: 'web-RUN',
    networks: { default: { priority: 2 }, outer: { priority: 1 } },
  });
  t.deepEqual(networks, {
    default: { labels: { 'docknet.run': 'RUN' } },
    outer: { name: 'outer-RUN', external: true },
  });
});

test('a scaled service has no container name, and a changed one another label', (t) => {
  const { services } = parse([{ ...web, containerName: null, scale: 3, change: 2 }]);
  t.like(services['web'], { scale: 3, labels: { 'docknet.run': 'RUN', 'docknet.change': '2' } });
  t.false('container_name' in (services['web'] ?? {}));
});

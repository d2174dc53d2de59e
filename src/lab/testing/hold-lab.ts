/** Holds a lab with a running container and a second docker host until it is killed. */
import { findEngine, startContainer } from '../../engine/index.js';
import { fixtureImage, labName, registerRun, startPrivateLab } from '../index.js';

const run = process.argv[2] ?? '';
await registerRun(run);
const name = labName(run, 1);
const lab = await startPrivateLab({
  name,
  program: await findEngine({ kind: 'private' }),
  settings: {},
  swarm: true,
  engineTimeoutMs: 30_000,
});
await startContainer(lab.engine, {
  name: 'held',
  image: fixtureImage,
  command: ['sh', '-c', 'echo ready && exec sleep 2147483647'],
  network: 'none',
  aliases: [],
  publish: [],
  labels: {},
  timeoutMs: 15_000,
});
process.send?.({ init: lab.parts.init.pid, name });
process.on('message', () => undefined);

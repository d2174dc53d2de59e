import { customAlphabet } from 'nanoid';
import { findEngine, startContainer, type EngineProgram } from '../../engine/index.js';
import { fixtureImage, labName, startPrivateLab, type Lab } from '../index.js';

/** Makes a run id. */
export const newRun = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);

/** Starts a lab with the machine's engine, or with another program. */
export async function startLab(program?: EngineProgram, timeoutMs = 30_000): Promise<Lab> {
  return startPrivateLab({
    name: labName(newRun(), 1),
    program: program ?? (await findEngine({ kind: 'private' })),
    settings: {},
    engineTimeoutMs: timeoutMs,
  });
}

/** Starts a container with a web server on the default bridge, published on port 8080. */
export async function startWeb({ engine }: Lab) {
  return startContainer(engine, {
    name: 'web',
    image: fixtureImage,
    command: ['sh', '-c', 'httpd -p 80 -h /www && echo ready && exec sleep 2147483647'],
    network: 'bridge',
    aliases: [],
    publish: [{ address: '198.51.100.2', hostPort: '8080', containerPort: 80, protocol: 'tcp' }],
    labels: {},
    timeoutMs: 15_000,
  });
}

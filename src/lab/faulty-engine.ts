import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { EngineProgram } from '../engine/index.js';
import { buildWrapper, type EngineRequest, type Fault, type JsonObject } from '../fault/index.js';
import { runCommand, type CommandPrefix } from '../process/index.js';
import { LabError } from './error.js';
import type { LabInit } from './lab-init.js';

/** The lab's directory of what makes a fault. */
const directory = '/run/docknet/fault';

/** Returns an engine's program with a fault's wrapper first in its search path. */
export const withFault = (program: EngineProgram, fault: Fault | null): EngineProgram =>
  fault?.mistake.kind === 'program' ? { ...program, searchPath: `${directory}:${program.searchPath}` } : program;

/** Writes a fault's wrapper into a lab, for an engine that is started with `withFault`. */
export async function installFault(init: LabInit, { mistake }: Fault): Promise<void> {
  if (mistake.kind !== 'program') return;
  const file = init.path(`${directory}/${mistake.program}`);
  await mkdir(init.path(directory), { recursive: true });
  await writeFile(file, buildWrapper(mistake.program, mistake.script));
  await chmod(file, 0o755);
}

/** Puts a fault of the docker host's into place. Call it after each start of the engine. @throws LabError */
export async function disturbHost(prefix: CommandPrefix, { mistake }: Fault): Promise<void> {
  if (mistake.kind !== 'host') return;
  const { status, stderr } = await runCommand(['sh', '-ec', mistake.command], { prefix });
  if (status !== 0) throw new LabError(`the fault could not be put into place: ${stderr.trim()}`);
}

/**
 * Serves an engine's API under a fault of its requests. It ends with the process; its socket is the lab's.
 *
 * @param socket Path of the engine's own socket.
 * @returns the path of the socket to call; the engine's own under another fault, or none.
 */
export async function serveFaultyApi(init: LabInit, fault: Fault | null, socket: string): Promise<string> {
  if (fault?.mistake.kind !== 'request') return socket;
  const { change } = fault.mistake;
  const faulty = init.path('/run/docknet/faulty.sock');
  const server = createServer((asked, answer) => {
    forward(socket, change, asked, answer).catch((cause: unknown) => {
      answer.destroy(cause instanceof Error ? cause : undefined);
    });
  });
  server.on('upgrade', (asked: IncomingMessage, client: Socket, head: Buffer) => {
    tunnel(socket, asked, client, head);
  });
  server.listen(faulty);
  await once(server, 'listening');
  server.unref();
  return faulty;
}

async function forward(
  socket: string,
  change: (request: EngineRequest) => EngineRequest | 'ignored',
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = asked;
  const hasJson = headers['content-type']?.startsWith('application/json') === true && method !== 'GET';
  const body = hasJson && headers['content-length'] !== '0' ? ((await json(asked)) as JsonObject | null) : null;
  const changed = change({ method, path: url.replace(/^\/v[\d.]+/, '').replace(/\?.*$/, ''), body });
  if (changed === 'ignored') {
    // As the engine answers: 200 for networks, 204 for containers (moby, api/swagger.yaml).
    answer.writeHead(/connect$/.test(url) ? 200 : 204).end();
    return;
  }
  const text = body === null ? null : JSON.stringify(changed.body);
  const length = text === null ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  const passed = send({ socketPath: socket, method, path: url, headers: { ...headers, ...length } });
  if (text === null) asked.pipe(passed);
  else passed.end(text);
  const [reply] = (await once(passed, 'response')) as [IncomingMessage];
  answer.writeHead(reply.statusCode ?? 500, reply.headers);
  answer.flushHeaders();
  answer.on('close', () => reply.destroy());
  reply.pipe(answer);
}

/** Connects a client that takes over its connection (exec, attach) with the engine. */
function tunnel(
  socket: string,
  { method = 'POST', url = '/', rawHeaders }: IncomingMessage,
  client: Socket,
  head: Buffer,
) {
  const engine = connect(socket);
  const headers = rawHeaders.flatMap((name, n) => (n % 2 === 0 ? [`${name}: ${rawHeaders[n + 1] ?? ''}`] : []));
  engine.write([`${method} ${url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
  engine.write(head);
  engine.pipe(client).pipe(engine);
  for (const end of [client, engine])
    end.on('error', () => {
      client.destroy();
      engine.destroy();
    });
}

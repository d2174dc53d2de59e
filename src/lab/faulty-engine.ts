import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { EngineProgram } from '../engine/index.js';
import {
  buildObserver,
  buildWrapper,
  engineTools,
  parseCalls,
  type EngineRequest,
  type EngineTool,
  type EngineWork,
  type Fault,
  type JsonObject,
} from '../fault/index.js';
import { runCommand, type CommandPrefix } from '../process/index.js';
import { LabError } from './error.js';
import type { LabInit } from './lab-init.js';

/** The lab's directory of what makes a fault. */
const directory = '/run/docknet/fault';
const callsFile = `${directory}/calls`;

/** Returns an engine's program with the wrappers of `installWrappers` first in its search path. */
export const withWrappers = (program: EngineProgram): EngineProgram => ({
  ...program,
  searchPath: `${directory}:${program.searchPath}`,
});

/** Writes a fault's wrapper into a lab, for an engine that is started with `withWrappers`. */
export async function installFault(init: LabInit, { mistake }: Fault): Promise<void> {
  if (mistake.kind !== 'program') return;
  await installWrapper(init, mistake.program, buildWrapper(mistake.program, mistake.script));
}

async function installWrapper(init: LabInit, program: EngineTool, script: string): Promise<void> {
  const file = init.path(`${directory}/${program}`);
  await mkdir(init.path(directory), { recursive: true });
  await writeFile(file, script);
  await chmod(file, 0o755);
}

/** Observes what an engine that is started with `withWrappers` is asked and calls. */
export class EngineObserver {
  readonly #requests: EngineRequest[] = [];
  #read = 0;

  private constructor(private readonly init: LabInit) {}

  /** Installs wrappers that observe the engine's programs. */
  static async install(init: LabInit): Promise<EngineObserver> {
    for (const program of engineTools) await installWrapper(init, program, buildObserver(program, callsFile));
    return new EngineObserver(init);
  }

  readonly observe = (request: EngineRequest): EngineRequest => {
    this.#requests.push(request);
    return request;
  };

  /** Returns what was seen since the last time. */
  async take(): Promise<EngineWork> {
    const text = await readFile(this.init.path(callsFile), 'utf8').catch(() => '');
    const calls = parseCalls(text.slice(this.#read));
    this.#read = text.length;
    return { calls, requests: this.#requests.splice(0) };
  }
}

/** Puts a fault of the docker host's into place. Call it after each start of the engine. @throws LabError */
export async function disturbHost(prefix: CommandPrefix, { mistake }: Fault): Promise<void> {
  if (mistake.kind !== 'host') return;
  const { status, stderr } = await runCommand(['sh', '-ec', mistake.command], { prefix });
  if (status !== 0) throw new LabError(`the fault could not be put into place: ${stderr.trim()}`);
}

/** What becomes of a request. */
type RequestChange = (request: EngineRequest) => EngineRequest | 'ignored';

/** Returns what a fault makes of requests; null if it leaves them. */
export const requestChangeOf = (fault: Fault | null): RequestChange | null =>
  fault?.mistake.kind === 'request' ? fault.mistake.change : null;

/**
 * Serves an engine's API with changed requests. It ends with the process; its socket is the lab's.
 *
 * @param change null for none.
 * @param socket Path of the engine's own socket.
 * @returns the path of the socket to call; the engine's own if there is no change.
 */
export async function serveChangedApi(init: LabInit, change: RequestChange | null, socket: string): Promise<string> {
  if (change === null) return socket;
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
  change: RequestChange,
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

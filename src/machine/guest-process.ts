import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { forkProcess, type ForkedProcess } from '../process/index.js';
import { formatMessage, MessageReader, portName, type FromGuest, type ToGuest } from './channel.js';

/*
 * The program of a guest: starts modules of docknet's as processes, and relays their messages through a virtio port.
 * The machine ends with this process.
 */

const ports = '/sys/class/virtio-ports';

/** Finds the port's device. Without udev it has no name in /dev. */
async function findPort(): Promise<string> {
  for (const device of await readdir(ports))
    if ((await readFile(`${ports}/${device}/name`, 'utf8').catch(() => '')) === `${portName}\n`)
      return `/dev/${device}`;
  throw new Error(`no port ${portName} in ${ports}`);
}

const port = await open(await findPort(), 'r+');
const output = createWriteStream('', { fd: port.fd, autoClose: false });
const processes = new Map<number, ForkedProcess<unknown, unknown>>();

function send(message: FromGuest): void {
  output.write(formatMessage(message));
}

function fork(id: number, module: string): void {
  const process = forkProcess<unknown, unknown>(new URL(module), { stdout: 'pipe', stderr: 'pipe' });
  processes.set(id, process);
  process.onMessage((message) => {
    send({ type: 'message', id, message });
  });
  for (const stream of ['stdout', 'stderr'] as const)
    process.onText((text) => {
      send({ type: 'output', id, text });
    }, stream);
  void process.ended.then((exit) => {
    processes.delete(id);
    send({ type: 'exited', id, exit });
  });
}

/** Answers a ping with a sign of life, if this machine's files can be reached. */
async function answer(): Promise<void> {
  // Opening asks virtiofsd, whatever is cached.
  await (await open(process.execPath)).close();
  send({ type: 'alive' });
}

const reader = new MessageReader<ToGuest>();
const input = createReadStream('', { fd: port.fd, autoClose: false });
input.on('data', (bytes) => {
  for (const message of reader.push(bytes as Buffer)) {
    if (message.type === 'ping') void answer();
    if (message.type === 'fork') fork(message.id, message.module);
    if (message.type === 'message') void processes.get(message.id)?.send(message.message);
    if (message.type === 'kill') processes.get(message.id)?.kill();
  }
});
// A port that nobody is connected to (Linux, drivers/char/virtio_console.c, port_fops_read).
input.on('end', () => {
  throw new Error(`the port ${portName} was closed`);
});
send({ type: 'ready' });

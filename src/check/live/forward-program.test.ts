import test from 'ava';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { startService } from '../../process/index.js';

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return portOf(server);
}

test('a forwarder carries bytes both ways over a connection of its own', async (t) => {
  let client = 0;
  const there = createServer((socket) => {
    client = socket.remotePort ?? 0;
    socket.on('data', (chunk) => socket.end(`heard ${chunk.toString()}`));
  });
  const target = await listening(there);
  const free = createServer();
  const port = await listening(free);
  free.close();
  await once(free, 'close');
  const forwarder = await startService([
    process.execPath,
    'dist/src/check/live/forward-program.js',
    String(port),
    '127.0.0.1',
    String(target),
  ]);
  const caller = connect(port, '127.0.0.1', () => caller.write('hello'));
  let heard = '';
  caller.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  await once(caller, 'end');
  t.is(heard, 'heard hello');
  t.not(client, 0);
  t.not(client, caller.localPort);
  caller.destroy();
  await forwarder.stop();
  there.close();
});

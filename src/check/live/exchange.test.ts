import test from 'ava';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { runCommand, startService } from '../../process/index.js';
import { describeRequest, requestCommand, type PageRequest } from './exchange.js';
import { udpEchoScript } from './udp-echo-script.js';

const address = '127.0.0.1';

const ask = async (asked: Omit<PageRequest, 'pageTimeoutMs'>, pageTimeoutMs = 5000) => {
  const request = { ...asked, pageTimeoutMs };
  return describeRequest(request)(await runCommand(requestCommand(request)));
};

/** Returns a TCP port of loopback on which nothing listens. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a request comes from its source port, and prints what the server sends until it closes', async (t) => {
  const server = createServer((socket) => {
    socket.on('data', (request) => socket.end(`${request.toString()}from ${socket.remotePort ?? 0}`));
  }).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sourcePort = await findFreePort();
  const request = { protocol: 'tcp', sourcePort, address, port, timeoutMs: 5000 } as const;
  const { command, stdout, status } = await ask(request);
  t.is(command, `curl --local-port ${sourcePort} http://127.0.0.1:${port}/cgi-bin/client`);
  t.is(stdout, `GET /cgi-bin/client HTTP/1.0\r\n\r\nfrom ${sourcePort}`);
  t.is(status, 0);
  server.close();
  await once(server, 'close');
  const refused = await ask({ ...request, sourcePort: 0 });
  t.deepEqual([refused.status, refused.stdout], [1, '']);
  t.regex(refused.stderr, /Connection refused/);
});

test('a page may take longer than its connection, and what came of it before the time limit is printed', async (t) => {
  const server = createServer((socket) => {
    socket.write('half');
    setTimeout(() => socket.write(' a page'), 400);
  }).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = { protocol: 'tcp', sourcePort: 0, address, port, timeoutMs: 100 } as const;
  const { stdout, stderr, status } = await ask(request, 2000);
  t.deepEqual([status, stdout, stderr], [1, 'half a page', 'no answer within 2100 ms\n']);
  server.close();
});

test('the UDP server answers with its client’s address and port; a closed port refuses', async (t) => {
  const [port, sourcePort] = [await findFreePort(), await findFreePort()];
  const server = await startService(['perl', '-e', udpEchoScript, String(port)]);
  const request = { protocol: 'udp', sourcePort, address, port, timeoutMs: 5000 } as const;
  t.is((await ask(request)).stdout, `127.0.0.1 ${sourcePort}\n`);
  t.is((await ask({ ...request, address: '::1' })).stdout, `::1 ${sourcePort}\n`);
  await server.stop();
  t.regex((await ask(request)).stderr, /Connection refused/);
});

test('the answer to a TFTP request may come from another port', async (t) => {
  const [server, other] = [createSocket('udp4'), createSocket('udp4')];
  server.on('message', (request, from) => {
    other.send(`got ${request.length}`, from.port, from.address);
  });
  server.bind(0, address);
  await once(server, 'listening');
  const { stdout } = await ask({
    protocol: 'tftp',
    sourcePort: 0,
    address,
    port: server.address().port,
    timeoutMs: 5000,
  });
  t.is(stdout, `6 bytes from port ${other.address().port}\n`);
  server.close();
  other.close();
});

import test from 'ava';
import { parseListeners, parseListeningPrograms } from './container.js';

/** As iproute2 6.1 printed it for a container on a user-defined bridge; the last line is of a listing without -p, which names no program. */
const printed = `udp UNCONN 0      0      127.0.0.11:57494 0.0.0.0:* users:(("dockerd",pid=10826,fd=32))
tcp LISTEN 0      4096   127.0.0.11:35793 0.0.0.0:* users:(("dockerd",pid=10826,fd=34))
tcp LISTEN 0      9            *:9090       *:*
`;

test('listening sockets are read with the programs they belong to', (t) => {
  t.deepEqual(parseListeners(printed), ['udp 127.0.0.11:57494', 'tcp 127.0.0.11:35793', 'tcp *:9090']);
  t.deepEqual(parseListeningPrograms(printed), [
    { socket: 'udp 127.0.0.11:57494', program: 'dockerd' },
    { socket: 'tcp 127.0.0.11:35793', program: 'dockerd' },
    { socket: 'tcp *:9090', program: '' },
  ]);
});

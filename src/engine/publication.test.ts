import test from 'ava';
import { parsePublication } from './publication.js';

const tcp = { address: null, protocol: 'tcp' } as const;

test('a published port is read in every form of docker run -p', (t) => {
  t.deepEqual(parsePublication('8080:80'), [{ ...tcp, hostPort: '8080', containerPort: 80 }]);
  t.deepEqual(parsePublication('80'), [{ ...tcp, hostPort: '', containerPort: 80 }]);
  t.deepEqual(parsePublication('127.0.0.1:4000:5000/udp'), [
    { address: '127.0.0.1', protocol: 'udp', hostPort: '4000', containerPort: 5000 },
  ]);
  t.deepEqual(parsePublication('[2001:db8::1]:8080:80'), [
    { ...tcp, address: '2001:db8::1', hostPort: '8080', containerPort: 80 },
  ]);
  t.deepEqual(parsePublication('127.0.0.1::80'), [{ ...tcp, address: '127.0.0.1', hostPort: '', containerPort: 80 }]);
});

test('equally long ranges are pairs, and a range for one port is left to the engine', (t) => {
  t.deepEqual(parsePublication('7001-7003:80-82'), [
    { ...tcp, hostPort: '7001', containerPort: 80 },
    { ...tcp, hostPort: '7002', containerPort: 81 },
    { ...tcp, hostPort: '7003', containerPort: 82 },
  ]);
  t.deepEqual(parsePublication('8000-8003:80'), [{ ...tcp, hostPort: '8000-8003', containerPort: 80 }]);
  t.deepEqual(parsePublication('80-81/udp'), [
    { address: null, protocol: 'udp', hostPort: '', containerPort: 80 },
    { address: null, protocol: 'udp', hostPort: '', containerPort: 81 },
  ]);
});

test('what docker run -p refuses is an error', (t) => {
  for (const text of ['', 'web', '8080:', '8080:80/icmp', '7001-7003:80-81', '82-80', '127.0.0.1:80'])
    t.throws(() => parsePublication(text), { message: /not a port to publish/ }, text);
});

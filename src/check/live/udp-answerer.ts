import { createSocket } from 'node:dgram';

/* Answers every datagram on a UDP port with its sender's address and port, as the page does for TCP. Arguments: port. */
const socket = createSocket('udp4');
socket.on('message', (_, from) => {
  socket.send(`${from.address} ${from.port}\n`, from.port, from.address);
});
socket.bind(Number(process.argv[2]), () => {
  process.stdout.write('ready\n');
});

/**
 * A Perl program that answers each datagram to a UDP port, over IPv4 or IPv6, with its sender's address and port, as
 * docknet's page does for TCP. The answer is not shorter than the datagram. It runs in the network namespace of a
 * place, and prints "ready" once it listens. Arguments: the port; 1 to set SO_REUSEADDR, 0 not to.
 */
export const udpEchoScript = String.raw`
use Socket qw(:DEFAULT IPPROTO_IPV6 IPV6_V6ONLY inet_ntop pack_sockaddr_in6 unpack_sockaddr_in6);

my ($port, $reuse) = @ARGV;
socket(my $ipv4, AF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
setsockopt($ipv4, SOL_SOCKET, SO_REUSEADDR, int $reuse);
bind($ipv4, pack_sockaddr_in($port, INADDR_ANY)) or die "UDP port $port: $!\n";
my @sockets = ($ipv4);
# A kernel booted with ipv6.disable=1 has no such socket.
if (socket(my $ipv6, AF_INET6, SOCK_DGRAM, 0)) {
  setsockopt($ipv6, SOL_SOCKET, SO_REUSEADDR, int $reuse);
  setsockopt($ipv6, IPPROTO_IPV6, IPV6_V6ONLY, 1);
  push @sockets, $ipv6 if bind($ipv6, pack_sockaddr_in6($port, Socket::IN6ADDR_ANY));
}
$| = 1;
print "ready\n";

for (;;) {
  my $watched = '';
  vec($watched, fileno($_), 1) = 1 for @sockets;
  next unless select($watched, undef, undef, undef) > 0;
  for my $socket (grep { vec($watched, fileno($_), 1) } @sockets) {
    my $from = recv($socket, my $data, 65535, 0) // next;
    my $isV4 = $socket == $ipv4;
    my ($port, $address) = $isV4 ? unpack_sockaddr_in($from) : unpack_sockaddr_in6($from);
    my $answer = inet_ntop($isV4 ? AF_INET : AF_INET6, $address) . " $port\n";
    send($socket, $answer . "\n" x (length($data) - length $answer), 0, $from);
  }
}
`;

/**
 * A Perl program that sends bytes from a chosen source port (0 for any) and prints what comes back. Perl starts in a
 * tenth of Node's CPU time, which counts with some hundred requests a run; busybox nc has neither a source port for a
 * connection nor UDP. Debian and Ubuntu have Perl and its module Socket on every machine (perl-base).
 *
 * It runs in the network namespace of its caller. The time limit begins here, since the program itself may start late
 * on a busy machine. Arguments: kind, source port, address, port, time limit in milliseconds, how much longer a page
 * may take once its connection is open, and what to send, in hex, once for each exchange. Kinds:
 *
 * - `tcp`: prints what the server sends until it closes. The server closes first, so that the source port does not stay
 *   in TIME_WAIT on this side. Kernels alone open a connection, so a short limit is fair for that; the page's program
 *   may start late.
 * - `half-closed-tcp`: the same, and ends its side of the connection when it has sent the request.
 * - `udp`: prints the answer, which must not be shorter than what was sent. An ICMP port unreachable comes back as
 *   ECONNREFUSED on a connected socket (udp(7)).
 * - `tftp`: prints the answer's length and port. A server answers from a port of its own, so the socket is not
 *   connected (RFC 1350, section 4).
 * - `dns-udp`, `dns-tcp`: prints for each exchange the answer in hex, or `error` and the reason.
 *
 * All but the last two print an error on standard error and exit with 1 if there is no answer.
 */
export const exchangeScript = String.raw`
use Socket qw(:DEFAULT SOCK_NONBLOCK MSG_NOSIGNAL AI_NUMERICHOST getaddrinfo unpack_sockaddr_in6);

my ($kind, $source, $address, $port, $limit, $page_limit, @payloads) = @ARGV;
my $isStream = $kind =~ /tcp$/;
my $isDns = $kind =~ /^dns/;
my $isV6 = $address =~ /:/;
my $left;

sub endpoint {
  my ($port, $host) = @_;
  return pack_sockaddr_in($port, inet_aton($host)) unless $isV6;
  # Unlike inet_pton it reads a scope: fe80::1%eth0.
  my ($error, $found) = getaddrinfo($host, $port, { flags => AI_NUMERICHOST, socktype => SOCK_STREAM });
  die "$host: $error\n" if $error;
  return $found->{addr};
}

sub await {
  my ($socket, $toWrite) = @_;
  vec(my $watched = '', fileno($socket), 1) = 1;
  (my $ready, $left) = $toWrite ? select(undef, $watched, undef, $left) : select($watched, undef, undef, $left);
  die "no answer within $limit ms\n" unless $ready > 0;
}

sub open_socket {
  socket(my $socket, $isV6 ? AF_INET6 : AF_INET, ($isStream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK, 0)
    or die "socket: $!\n";
  if ($source) {
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) if $isStream;
    bind($socket, endpoint($source, $isV6 ? '::' : '0.0.0.0')) or die "port $source: $!\n";
  }
  my $server = endpoint($port, $address);
  return ($socket, $server) if $kind eq 'tftp';
  return $socket if connect($socket, $server);
  die "$address port $port: $!\n" unless $!{EINPROGRESS};
  await($socket, 1);
  $! = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
  die "$address port $port: $!\n" if $! != 0;
  return $socket;
}

sub receive {
  my ($socket) = @_;
  for (;;) {
    await($socket);
    my $from = recv($socket, my $data, 65536, 0);
    return ($data, $from) if defined $from;
    die "$address port $port: $!\n" unless $!{EAGAIN};
  }
}

sub exchange {
  my ($payload) = @_;
  # A message over TCP begins with its length (RFC 1035, section 4.2.2).
  $payload = pack('n/a*', $payload) if $isDns && $isStream;
  my ($socket, $server) = open_socket();
  if ($isStream && !$isDns) {
    $limit += $page_limit;
    $left += $page_limit / 1000;
  }
  my $sent = defined $server ? send($socket, $payload, 0, $server) : send($socket, $payload, MSG_NOSIGNAL);
  die "$address port $port: $!\n" unless defined $sent;
  shutdown($socket, 1) if $kind eq 'half-closed-tcp';
  if (!$isStream) {
    my ($data, $from) = receive($socket);
    if ($kind eq 'udp') {
      my ($length, $expected) = (length $data, length $payload);
      die "an answer of $length bytes to $expected\n" if $length < $expected;
    }
    return $data if $kind ne 'tftp';
    my ($answeredFrom) = $isV6 ? unpack_sockaddr_in6($from) : unpack_sockaddr_in($from);
    return sprintf("%d bytes from port %d\n", length $data, $answeredFrom);
  }
  my $received = '';
  for (;;) {
    my ($data) = receive($socket);
    last if $data eq '';
    $received .= $data;
    syswrite(STDOUT, $data) unless $isDns;
    return substr($received, 2) if $isDns && length $received >= 2 && length $received >= 2 + unpack('n', $received);
  }
  die "the server closed the connection without an answer\n" if $isDns;
  return '';
}

for my $payload (@payloads) {
  $left = $limit / 1000;
  my $answer = eval { exchange(pack('H*', $payload)) };
  if ($isDns) {
    print defined $answer ? unpack('H*', $answer) . "\n" : "error $@";
  } elsif (defined $answer) {
    print $answer;
  } else {
    print STDERR $@;
    exit 1;
  }
}
`;

/**
 * A Perl program that is a name server for UDP and TCP port 53 (RFC 1035), in the network namespace of a place. It
 * prints "ready" once it listens. Arguments: the address to listen on, then NAME=REPLY for each name; "*" stands for
 * every other name, which otherwise does not exist. `LanHostSpec.resolves` lists the replies. A late reply comes after
 * 2.5 s: within the four seconds that Docker's resolver waits. Perl starts in a tenth of Node's CPU time.
 */
export const nameServerScript = String.raw`
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6);

my ($address, @pairs) = @ARGV;
my %replies = map { split /=/, $_, 2 } @pairs;
my %codes = (NOERROR => 0, FORMERR => 1, SERVFAIL => 2, NXDOMAIN => 3, REFUSED => 5);
my ($timeToLive, $delay) = (300, 2.5);
my ($isResponse, $isTruncated, $recursionDesired, $recursionAvailable) = (0x8000, 0x0200, 0x0100, 0x0080);
my (%connections, %received, @late);
$SIG{PIPE} = 'IGNORE';
$| = 1;

# At :: it takes IPv4, too (ipv6(7), IPV6_V6ONLY).
my $domain = $address =~ /:/ ? AF_INET6 : AF_INET;
my $number = inet_pton($domain, $address);
my $endpoint = $domain == AF_INET6 ? pack_sockaddr_in6(53, $number) : pack_sockaddr_in(53, $number);
socket(my $tcp, $domain, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($tcp, SOL_SOCKET, SO_REUSEADDR, 1);
bind($tcp, $endpoint) && listen($tcp, SOMAXCONN) or die "$address TCP port 53: $!\n";
socket(my $udp, $domain, SOCK_DGRAM, 0) or die "socket: $!\n";
bind($udp, $endpoint) or die "$address UDP port 53: $!\n";
print "ready\n";

sub answer {
  my ($query, $protocol, $send) = @_;
  return if length $query < 12;
  my ($name, $at) = ('', 12);
  while (my $length = ord(substr($query, $at, 1) // '')) {
    $name .= ($name eq '' ? '' : '.') . substr($query, $at + 1, $length);
    $at += 1 + $length;
  }
  return if length $query < $at + 5;
  my $question = substr($query, 12, $at - 7);
  my $type = unpack('n', substr($question, -4));
  my $wanted = $replies{lc $name} // $replies{'*'} // 'NXDOMAIN';
  return if $wanted eq 'silence';
  my ($how, $value) = $wanted =~ / / ? split(/ /, $wanted) : ('', $wanted);
  my $isCut = $how eq 'truncated' && $protocol eq 'udp';
  my $code = $codes{$value};
  my ($family, $ownType) = $value =~ /:/ ? (AF_INET6, 28) : (AF_INET, 1);
  my $hasRecord = !defined $code && $type == $ownType && !$isCut;
  my $flags = $isResponse | $recursionDesired | $recursionAvailable | ($isCut ? $isTruncated : 0) | ($code // 0);
  my @values = !$hasRecord ? () : $how eq 'large' ? addresses_from($value) : ($value);
  my $message = pack('n6', unpack('n', $query), $flags, 1, scalar @values, 0, 0) . $question;
  $message .= substr($question, 0, -4) . pack('n2 N n/a*', $type, 1, $timeToLive, inet_pton($family, $_)) for @values;
  if ($how eq 'late') { push @late, [$delay, sub { $send->($message) }] }
  else { $send->($message) }
}

# 40 addresses: too many for the 512 bytes that every resolver takes over UDP (RFC 1035, 4.2.1).
sub addresses_from {
  my ($network, $last) = $_[0] =~ /^(.*)\.(\d+)$/;
  return map { $network . '.' . ($last + $_) } 0 .. 39;
}

sub disconnect {
  my ($id) = @_;
  close(delete $connections{$id}) if $connections{$id};
}

sub read_connection {
  my ($id) = @_;
  my $read = sysread($connections{$id}, $received{$id}, 65536, length $received{$id});
  return disconnect($id) unless $read;
  my $query = $received{$id};
  return if length $query < 2 || length $query < 2 + unpack('n', $query);
  $received{$id} = '';
  my $connection = $connections{$id};
  answer(substr($query, 2), 'tcp', sub {
    syswrite($connection, pack('n/a*', $_[0]));
    disconnect($id) if ($connections{$id} // '') eq $connection;
  });
}

for (;;) {
  my $watched = '';
  vec($watched, fileno($_), 1) = 1 for $udp, $tcp, values %connections;
  my ($next) = sort { $a <=> $b } map { $_->[0] } @late;
  my ($ready, $left) = select($watched, undef, undef, $next);
  if (defined $next) {
    $_->[0] -= $next - $left for @late;
    my @due = grep { $_->[0] <= 0.001 } @late;
    @late = grep { $_->[0] > 0.001 } @late;
    $_->[1]->() for @due;
  }
  next unless $ready > 0;
  if (vec($watched, fileno($udp), 1)) {
    my $from = recv($udp, my $query, 65535, 0);
    answer($query, 'udp', sub { send($udp, $_[0], 0, $from) }) if defined $from;
  }
  for my $id (keys %connections) {
    read_connection($id) if $connections{$id} && vec($watched, $id, 1);
  }
  if (vec($watched, fileno($tcp), 1) && accept(my $connection, $tcp)) {
    $connections{fileno $connection} = $connection;
    $received{fileno $connection} = '';
  }
}
`;

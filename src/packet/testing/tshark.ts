import { runOrThrow } from '../../process/index.js';

/** The fields that `toTsharkFields` formats. */
export const fieldNames = [
  'frame.len',
  'eth.src',
  'eth.dst',
  'ieee8021ad.id',
  'vlan.id',
  'arp.opcode',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.dst.hw_mac',
  'arp.dst.proto_ipv4',
  'ip.src',
  'ip.dst',
  'ip.ttl',
  'ip.proto',
  'ip.id',
  'ip.flags.df',
  'ip.flags.mf',
  'ip.frag_offset',
  'ip.len',
  'ip.dsfield',
  'ipv6.src',
  'ipv6.dst',
  'ipv6.hlim',
  'ipv6.plen',
  'ipv6.tclass',
  'ipv6.fraghdr.ident',
  'ipv6.fraghdr.more',
  'ipv6.fraghdr.offset',
  'icmp.type',
  'icmp.code',
  'icmp.seq',
  'icmp.ident',
  'icmpv6.type',
  'icmpv6.code',
  'icmpv6.echo.identifier',
  'icmpv6.echo.sequence_number',
  'icmpv6.nd.ns.target_address',
  'icmpv6.nd.na.target_address',
  'icmpv6.nd.na.flag.r',
  'icmpv6.nd.na.flag.s',
  'icmpv6.nd.na.flag.o',
  'icmpv6.opt.linkaddr',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.flags',
  'tcp.window_size_value',
  'tcp.len',
  'udp.srcport',
  'udp.dstport',
  'udp.length',
  'dns.id',
  'dns.flags.response',
  'dns.flags.opcode',
  'dns.flags.rcode',
  'dns.flags.authoritative',
  'dns.flags.truncated',
  'dns.flags.recdesired',
  'dns.flags.recavail',
  'dns.qry.name',
  'dns.qry.type',
  'dns.resp.name',
  'dns.resp.type',
  'dns.resp.ttl',
  'dns.a',
  'dns.aaaa',
  'dns.cname',
  'dns.ptr.domain_name',
  'dns.ns',
  'dns.mx.preference',
  'dns.mx.mail_exchange',
  'dns.txt',
  'dns.srv.priority',
  'dns.srv.weight',
  'dns.srv.port',
  'dns.srv.target',
  'dns.soa.mname',
  'dns.soa.rname',
  'dns.soa.serial_number',
  'dns.soa.refresh_interval',
  'dns.soa.retry_interval',
  'dns.soa.expire_limit',
  'dns.soa.minimum_ttl',
  'dns.rr.udp_payload_size',
] as const;

export type FieldName = (typeof fieldNames)[number];
/** A frame's values by field: the outer packet's first, then those of a quoted packet. */
export type Fields = Partial<Record<FieldName, string[]>>;

/** Runs tshark on a recording. Returns an entry per frame. Reassembly is off: docknet decodes frames one by one. */
export async function readTsharkFields(path: string): Promise<Fields[]> {
  const off = ['ip.defragment', 'ipv6.defragment', 'tcp.desegment_tcp_streams', 'tcp.relative_sequence_numbers'];
  const args = ['-r', path, '-n', ...off.flatMap((preference) => ['-o', `${preference}:FALSE`])];
  args.push(
    '-T',
    'fields',
    '-E',
    'separator=/t',
    '-E',
    'occurrence=a',
    '-E',
    'aggregator=|',
    ...fieldNames.flatMap((name) => ['-e', name]),
  );
  const { stdout } = await runOrThrow(['tshark', ...args]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const columns = line.split('\t');
      const fields: Fields = {};
      for (const [index, name] of fieldNames.entries()) {
        const text = columns[index] ?? '';
        if (text !== '') fields[name] = text.split('|');
      }
      return fields;
    });
}

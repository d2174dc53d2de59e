/** An end of a packet. */
export type Side = 'source' | 'destination';

/**
 * What a filter asks of an IPv4 packet, as far as it can be told; `anything` stands for what cannot, and may be so or not. A port is
 * one of a certain protocol (IANA number).
 */
export type FilterExpression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly FilterExpression[] }
  | { readonly kind: 'not'; readonly of: FilterExpression }
  | { readonly kind: 'protocol'; readonly protocol: number }
  | { readonly kind: 'address'; readonly side: Side; /** CIDR */ readonly network: string }
  | {
      readonly kind: 'port';
      readonly side: Side;
      readonly protocol: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'anything' | 'nothing' };

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, sctp: 132 };
/** What `port` alone is about (pcap-filter(7)). */
const withPorts = [6, 17, 132];
/** Never a packet of IPv4. */
const others = new Set(['ip6', 'arp', 'rarp', 'icmp6']);

/** What stood before a value; a later value without such words has those of the one before. */
interface Qualifiers {
  readonly protocol: string | null;
  readonly sides: 'source' | 'destination' | 'either' | 'both';
  readonly type: string;
}

/** A filter that is not in the words that are understood here. */
class NotUnderstood extends Error {}

/**
 * Reads a filter in libpcap's language (pcap-filter(7)): protocols, `host`, `net`, `port`, `portrange` with `src` and `dst`, and, or,
 * not. `and` and `or` bind alike there, from left to right.
 *
 * @returns null where it has other words: what holds for a packet cannot be told then.
 */
export function readFilter(text: string): FilterExpression | null {
  const tokens = text.match(/[()!]|&&|\|\||[^\s()!&|]+|[&|]/g) ?? [];
  if (tokens.length === 0) return { kind: 'anything' };
  try {
    const reader = new Reader(tokens);
    const read = reader.expression();
    return reader.atEnd ? read : null;
  } catch (cause) {
    if (cause instanceof NotUnderstood) return null;
    throw cause;
  }
}

class Reader {
  private at = 0;
  private last: Qualifiers | null = null;

  constructor(private readonly tokens: readonly string[]) {}

  get atEnd(): boolean {
    return this.at === this.tokens.length;
  }

  expression(): FilterExpression {
    let left = this.term();
    for (;;) {
      const kind = this.takes('and', '&&') ? 'and' : this.takes('or', '||') ? 'or' : null;
      if (kind === null) return left;
      left = { kind, of: [left, this.term()] };
    }
  }

  private term(): FilterExpression {
    if (this.takes('not', '!')) return { kind: 'not', of: this.term() };
    if (!this.takes('(')) return this.primitive();
    const inner = this.expression();
    if (!this.takes(')')) throw new NotUnderstood();
    this.last = null;
    return inner;
  }

  private primitive(): FilterExpression {
    if (this.takes('less', 'greater')) {
      this.value();
      return { kind: 'anything' };
    }
    const word = this.tokens[this.at] ?? '';
    const protocol = word in protocols || others.has(word) || word === 'ip' ? word : null;
    if (protocol !== null) {
      this.at += 1;
      if (this.endsHere)
        return others.has(protocol)
          ? { kind: 'nothing' }
          : protocol === 'ip'
            ? { kind: 'anything' }
            : { kind: 'protocol', protocol: protocols[protocol]! };
    }
    if (this.takes('proto')) return this.protocolByNumber(protocol);
    const sides = this.sides();
    const type = ['host', 'net', 'port', 'portrange'].find((one) => this.takes(one)) ?? null;
    if (protocol === null && sides === null && type === null) {
      if (this.last === null || !/^[\d.:/-]+$/.test(word)) throw new NotUnderstood();
      return this.about(this.last);
    }
    this.last = { protocol, sides: sides ?? 'either', type: type ?? 'host' };
    return this.about(this.last);
  }

  private protocolByNumber(within: string | null): FilterExpression {
    const name = this.value().replace(/^\\/, '');
    const protocol = /^\d+$/.test(name) ? Number(name) : protocols[name];
    if (within !== null && others.has(within)) return { kind: 'nothing' };
    if (protocol === undefined || protocol > 255 || (within !== null && within !== 'ip')) throw new NotUnderstood();
    return { kind: 'protocol', protocol };
  }

  private sides(): Qualifiers['sides'] | null {
    const names = { src: 'source', dst: 'destination' } as const;
    const first = this.takes('src') ? 'src' : this.takes('dst') ? 'dst' : null;
    if (first === null) return null;
    const [joint = '', second = ''] = this.tokens.slice(this.at);
    if ((joint !== 'or' && joint !== 'and') || second !== (first === 'src' ? 'dst' : 'src')) return names[first];
    this.at += 2;
    return joint === 'or' ? 'either' : 'both';
  }

  /** The value that follows, by the words before it. */
  private about({ protocol, sides, type }: Qualifiers): FilterExpression {
    const value = this.value();
    const mask = type === 'net' && this.takes('mask') ? this.value() : null;
    if (protocol !== null && others.has(protocol)) return { kind: 'nothing' };
    if (type === 'port' || type === 'portrange') {
      const [from = '', to = from] = value.split('-');
      const possible = protocol === null || protocol === 'ip' ? withPorts : [protocols[protocol]!];
      if (possible.includes(1)) throw new NotUnderstood();
      // A service by its name.
      if (!/^\d+$/.test(from) || !/^\d+$/.test(to))
        return { kind: 'or', of: possible.map((one) => ({ kind: 'protocol', protocol: one })) };
      return onSides(sides, (side) => ({
        kind: 'or',
        of: possible.map((one) => ({
          kind: 'port',
          side,
          protocol: one,
          from: Math.min(Number(from), Number(to)),
          to: Math.max(Number(from), Number(to)),
        })),
      }));
    }
    if (protocol !== null && protocol !== 'ip') throw new NotUnderstood();
    if (value.includes(':')) return { kind: 'nothing' };
    const network = networkOf(value, type, mask);
    // A host or a network by its name.
    return network === null || network.endsWith('/0')
      ? { kind: 'anything' }
      : onSides(sides, (side) => ({ kind: 'address', side, network }));
  }

  private value(): string {
    const value = this.tokens[this.at] ?? '';
    if (value === '' || /^[()!&|]/.test(value)) throw new NotUnderstood();
    this.at += 1;
    return value;
  }

  private get endsHere(): boolean {
    return this.atEnd || ['and', 'or', '&&', '||', ')'].includes(this.tokens[this.at] ?? '');
  }

  private takes(...words: readonly string[]): boolean {
    if (!words.includes(this.tokens[this.at] ?? '')) return false;
    this.at += 1;
    return true;
  }
}

function onSides(sides: Qualifiers['sides'], on: (side: Side) => FilterExpression): FilterExpression {
  if (sides === 'source' || sides === 'destination') return on(sides);
  return { kind: sides === 'either' ? 'or' : 'and', of: [on('source'), on('destination')] };
}

/** `172.17`, `10.0.0.0/8`, an address, as CIDR; null for a name. */
function networkOf(value: string, type: string, mask: string | null): string | null {
  const [, address = '', length] = /^(\d{1,3}(?:\.\d{1,3}){0,3})(?:\/(\d+))?$/.exec(value) ?? [];
  if (address === '' || (type === 'host' && (length !== undefined || address.split('.').length < 4))) return null;
  const numbers = address.split('.');
  const whole = [...numbers, '0', '0', '0'].slice(0, 4).join('.');
  if (mask === null) return `${whole}/${length ?? 8 * numbers.length}`;
  const bits = mask
    .split('.')
    .map((number) => Number(number).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) && bits.length === 32
    ? `${whole}/${bits.indexOf('0') === -1 ? 32 : bits.indexOf('0')}`
    : null;
}

/** An end of a packet. */
export type Side = 'source' | 'destination';

/**
 * What a filter requires of an IPv4 packet. `anything` is a condition of unknown outcome. A port belongs to one
 * protocol (IANA number).
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
/** The protocols of `port` without a protocol (pcap-filter(7)). */
const portProtocols = [6, 17, 132];
/** Protocols that are never IPv4. */
const otherProtocols = new Set(['ip6', 'arp', 'rarp', 'icmp6']);

/** The qualifiers before a value. A later value without qualifiers has those of the one before. */
interface Qualifiers {
  readonly protocol: string | null;
  readonly sides: 'source' | 'destination' | 'either' | 'both';
  readonly type: string;
}

/** The filter has syntax that this parser does not know. */
class UnknownSyntaxError extends Error {}

/**
 * Parses a libpcap filter (pcap-filter(7)): protocols, `host`, `net`, `port`, `portrange` with `src` and `dst`,
 * `and`, `or`, `not`. `and` and `or` have the same precedence, from left to right.
 *
 * @returns null for other syntax.
 */
export function parseFilter(text: string): FilterExpression | null {
  const tokens = text.match(/[()!]|&&|\|\||[^\s()!&|]+|[&|]/g) ?? [];
  if (tokens.length === 0) return { kind: 'anything' };
  try {
    const parser = new Parser(tokens);
    const expression = parser.parseExpression();
    return parser.atEnd ? expression : null;
  } catch (cause) {
    if (cause instanceof UnknownSyntaxError) return null;
    throw cause;
  }
}

class Parser {
  private position = 0;
  private qualifiers: Qualifiers | null = null;

  constructor(private readonly tokens: readonly string[]) {}

  get atEnd(): boolean {
    return this.position === this.tokens.length;
  }

  parseExpression(): FilterExpression {
    let left = this.parseTerm();
    for (;;) {
      const kind = this.accept('and', '&&') ? 'and' : this.accept('or', '||') ? 'or' : null;
      if (kind === null) return left;
      left = { kind, of: [left, this.parseTerm()] };
    }
  }

  private parseTerm(): FilterExpression {
    if (this.accept('not', '!')) return { kind: 'not', of: this.parseTerm() };
    if (!this.accept('(')) return this.parsePrimitive();
    const inner = this.parseExpression();
    if (!this.accept(')')) throw new UnknownSyntaxError();
    this.qualifiers = null;
    return inner;
  }

  private parsePrimitive(): FilterExpression {
    if (this.accept('less', 'greater')) {
      this.parseValue();
      return { kind: 'anything' };
    }
    const word = this.tokens[this.position] ?? '';
    const protocol = word in protocols || otherProtocols.has(word) || word === 'ip' ? word : null;
    if (protocol !== null) {
      this.position += 1;
      if (this.isLast)
        return otherProtocols.has(protocol)
          ? { kind: 'nothing' }
          : protocol === 'ip'
            ? { kind: 'anything' }
            : { kind: 'protocol', protocol: protocols[protocol]! };
    }
    if (this.accept('proto')) return this.parseProtocolNumber(protocol);
    const sides = this.parseSides();
    const type = ['host', 'net', 'port', 'portrange'].find((one) => this.accept(one)) ?? null;
    if (protocol === null && sides === null && type === null) {
      if (this.qualifiers === null || !/^[\d.:/-]+$/.test(word)) throw new UnknownSyntaxError();
      return this.parseCondition(this.qualifiers);
    }
    this.qualifiers = { protocol, sides: sides ?? 'either', type: type ?? 'host' };
    return this.parseCondition(this.qualifiers);
  }

  private parseProtocolNumber(qualifier: string | null): FilterExpression {
    const name = this.parseValue().replace(/^\\/, '');
    const protocol = /^\d+$/.test(name) ? Number(name) : protocols[name];
    if (qualifier !== null && otherProtocols.has(qualifier)) return { kind: 'nothing' };
    if (protocol === undefined || protocol > 255 || (qualifier !== null && qualifier !== 'ip'))
      throw new UnknownSyntaxError();
    return { kind: 'protocol', protocol };
  }

  private parseSides(): Qualifiers['sides'] | null {
    const names = { src: 'source', dst: 'destination' } as const;
    const first = this.accept('src') ? 'src' : this.accept('dst') ? 'dst' : null;
    if (first === null) return null;
    const [joint = '', second = ''] = this.tokens.slice(this.position);
    if ((joint !== 'or' && joint !== 'and') || second !== (first === 'src' ? 'dst' : 'src')) return names[first];
    this.position += 2;
    return joint === 'or' ? 'either' : 'both';
  }

  /** Parses the next value, by the qualifiers before it. */
  private parseCondition({ protocol, sides, type }: Qualifiers): FilterExpression {
    const value = this.parseValue();
    const mask = type === 'net' && this.accept('mask') ? this.parseValue() : null;
    if (protocol !== null && otherProtocols.has(protocol)) return { kind: 'nothing' };
    if (type === 'port' || type === 'portrange') {
      const [from = '', to = from] = value.split('-');
      const possible = protocol === null || protocol === 'ip' ? portProtocols : [protocols[protocol]!];
      if (possible.includes(1)) throw new UnknownSyntaxError();
      // The name of a service.
      if (!/^\d+$/.test(from) || !/^\d+$/.test(to))
        return { kind: 'or', of: possible.map((one) => ({ kind: 'protocol', protocol: one })) };
      return forSides(sides, (side) => ({
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
    if (protocol !== null && protocol !== 'ip') throw new UnknownSyntaxError();
    if (value.includes(':')) return { kind: 'nothing' };
    const network = parseNetwork(value, type, mask);
    // The name of a host or a network.
    return network === null || network.endsWith('/0')
      ? { kind: 'anything' }
      : forSides(sides, (side) => ({ kind: 'address', side, network }));
  }

  private parseValue(): string {
    const value = this.tokens[this.position] ?? '';
    if (value === '' || /^[()!&|]/.test(value)) throw new UnknownSyntaxError();
    this.position += 1;
    return value;
  }

  private get isLast(): boolean {
    return this.atEnd || ['and', 'or', '&&', '||', ')'].includes(this.tokens[this.position] ?? '');
  }

  private accept(...words: readonly string[]): boolean {
    if (!words.includes(this.tokens[this.position] ?? '')) return false;
    this.position += 1;
    return true;
  }
}

function forSides(sides: Qualifiers['sides'], create: (side: Side) => FilterExpression): FilterExpression {
  if (sides === 'source' || sides === 'destination') return create(sides);
  return { kind: sides === 'either' ? 'or' : 'and', of: [create('source'), create('destination')] };
}

/** Returns `172.17`, `10.0.0.0/8` or an address as CIDR; null for a name. */
function parseNetwork(value: string, type: string, mask: string | null): string | null {
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

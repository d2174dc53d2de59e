import {
  findNftChain,
  findNftSet,
  qualifyTable,
  type BaseChain,
  type Chain,
  type FirewallSnapshot,
  type NftSet,
} from '../../netfilter/index.js';
import type { FactExpectation } from '../expectation.js';

/** How a base chain is attached, and its policy; parts that are left out may be any. */
export interface ExpectedBase extends Partial<BaseChain> {
  readonly policy?: 'accept' | 'drop';
}

/** A chain of nftables on the docker host, and what can be expected of it. */
export class NftChainAssertions {
  private readonly table: string;

  /** @param table Its table, with the family if that is not ip: `docker-bridges`, `inet shop`. */
  constructor(
    table: string,
    private readonly chain: string,
  ) {
    this.table = qualifyTable(table);
  }

  /** Expects the chain to be there after the traffic. */
  present(): FactExpectation {
    return this.expectChain('is there', () => true);
  }

  /** Expects the chain not to be there after the traffic. */
  absent(): FactExpectation {
    return {
      about: 'rules',
      expected: `table ${this.table} has no chain ${this.chain}`,
      judge: ({ after }) => {
        const found = this.findIn(after);
        return { held: found === undefined, seen: found === undefined ? this.describeMissing(after) : describe(found) };
      },
    };
  }

  /** Expects a base chain, attached so: `attached({ hook: 'forward', priority: 0, policy: 'accept' })`. */
  attached(expected: ExpectedBase): FactExpectation {
    const { policy, ...base } = expected;
    const parts = [...Object.entries(base), ...(policy === undefined ? [] : [['policy', policy]])];
    return this.expectChain(`has ${parts.map((part) => part.join(' ')).join(', ')}`, (chain) =>
      parts.every(([key = '', value]) => {
        const seen = key === 'policy' ? chain.policy?.toLowerCase() : chain.base?.[key as keyof BaseChain];
        return seen === value;
      }),
    );
  }

  /** Expects the chain to run before another one at the same hook, by its priority. */
  precedes(other: NftChainAssertions): FactExpectation {
    return {
      about: 'rules',
      expected: `the chain ${this.chain} of table ${this.table} runs before ${other.chain} of table ${other.table}`,
      judge: ({ after }) => {
        const [chain, later] = [this.findIn(after), other.findIn(after)];
        if (chain === undefined) return { held: false, seen: this.describeMissing(after) };
        if (later === undefined) return { held: false, seen: other.describeMissing(after) };
        const [base, laterBase] = [chain.base, later.base];
        const held =
          base?.hook === laterBase?.hook && base != null && base.priority < (laterBase?.priority ?? -Infinity);
        return { held, seen: `${describe(chain)}; ${describe(later)}` };
      },
    };
  }

  private expectChain(expected: string, isSo: (chain: Chain) => boolean): FactExpectation {
    return {
      about: 'rules',
      expected: `the chain ${this.chain} of table ${this.table} ${expected}`,
      judge: ({ after }) => {
        const found = this.findIn(after);
        return found === undefined
          ? { held: false, seen: this.describeMissing(after), missingChain: `${this.table} ${this.chain}` }
          : { held: isSo(found), seen: describe(found) };
      },
    };
  }

  private findIn(firewall: FirewallSnapshot): Chain | undefined {
    return findNftChain(firewall, this.table, this.chain);
  }

  private describeMissing(firewall: FirewallSnapshot): string {
    return describeTable(firewall, this.table, (table) => `it has ${listNames(table.chains)}`);
  }
}

/** A set, map or verdict map of nftables on the docker host, and what can be expected of it. */
export class NftSetAssertions {
  private readonly table: string;

  /** @param table Its table, with the family if that is not ip. */
  constructor(
    table: string,
    private readonly name: string,
  ) {
    this.table = qualifyTable(table);
  }

  /**
   * Expects an element after the traffic: `has(app.bridge.name, 'jump …')`, `has('10.0.0.1 . 80')`.
   *
   * @param value The value in a map, as nft prints it; absent for any.
   */
  has(key: string, value?: string): FactExpectation {
    return this.expectElements(`has ${key}${value === undefined ? '' : ` : ${value}`}`, (set) =>
      set.elements.some((element) => element.key === key && (value === undefined || element.value === value)),
    );
  }

  /** Expects no element with this key after the traffic. */
  hasNo(key: string): FactExpectation {
    return this.expectElements(`has no ${key}`, (set) => !set.elements.some((element) => element.key === key));
  }

  private expectElements(expected: string, isSo: (set: NftSet) => boolean): FactExpectation {
    return {
      about: 'rules',
      expected: `${this.name} of table ${this.table} ${expected}`,
      judge: ({ after }) => {
        const set = findNftSet(after, this.table, this.name);
        if (set === undefined)
          return { held: false, seen: describeTable(after, this.table, ({ sets }) => `it has ${listNames(sets)}`) };
        const elements = set.elements.map(({ key, value }) => (value === null ? key : `${key} : ${value}`));
        return { held: isSo(set), seen: `this ${set.kind} has ${elements.join(', ') || 'no elements'}` };
      },
    };
  }
}

/** Says what is in a table in place of something missing. */
function describeTable(
  { nftables }: FirewallSnapshot,
  name: string,
  describeContent: (table: { readonly chains: readonly Chain[]; readonly sets: readonly NftSet[] }) => string,
): string {
  const tables = nftables?.tables ?? [];
  const table = tables.find((one) => `${one.family} ${one.name}` === name);
  if (table !== undefined) return `there is none in table ${name}; ${describeContent(table)}`;
  const others = tables.map((one) => `${one.family} ${one.name}`).join(', ');
  return `nftables has no table ${name}${others === '' ? ', and none beside those of iptables' : `, but ${others}`}`;
}

const listNames = (named: readonly { readonly name: string }[]): string =>
  named.map(({ name }) => name).join(', ') || 'nothing of the kind';

/** Describes a chain's place: `filter-FORWARD has type filter, hook forward, priority 0, policy accept`. */
function describe({ name, base, policy }: Chain): string {
  if (base === null || base === undefined) return `${name} is a chain without a hook`;
  const { type, hook, priority } = base;
  return `${name} has type ${type}, hook ${hook}, priority ${priority}, policy ${policy?.toLowerCase() ?? 'accept'}`;
}

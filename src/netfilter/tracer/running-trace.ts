import type { RawTrace } from '../trace/trace-file.js';
import { isContainers, type TracedContainers, type TraceScope } from '../trace/trace-table.js';

/** A trace without its place. */
export type TracerOutput = Omit<RawTrace, 'place' | 'points'>;

const everyAddress = '0.0.0.0/0';

/** A comment in place of a listing that nft did not complete. */
export const notListed = '# nft did not list the rules';

/** Returns a trace's listing of the rules if it is complete, else null. */
export const completeListing = (listing: string): string | null =>
  listing === '' || listing.includes(notListed) ? null : listing;

/** A trace in progress, without the monitors' text. */
export class RunningTrace {
  readonly problems: string[] = [];
  bridged = false;
  /** Whether tables of legacy iptables are traced. */
  viaNflog = false;
  /** `nft -a list ruleset`, before the traffic. */
  before = '';
  /** `iptables-legacy-save -c` beside another iptables, before the traffic. */
  legacyBefore: string | null = null;
  private addresses: readonly string[] | null;
  private links = '';

  constructor(
    private readonly facts: Pick<TracerOutput, 'own' | 'legacy'>,
    targets: TraceScope['targets'],
  ) {
    this.addresses = listAddresses(targets);
  }

  /** Networks, or addresses of containers, whose packets are traced; null for every packet. */
  get networks(): readonly string[] | null {
    return this.addresses;
  }

  addContainers(containers: TracedContainers): void {
    this.addresses = [...(this.addresses ?? []), ...(listAddresses(containers) ?? [])];
  }

  /** Adds output of `ip -oneline link`. */
  addLinks(links = ''): void {
    this.links += links;
  }

  toOutput(
    trace: string,
    after: string,
    conntrack: string | null,
    legacyAfter: string | null = this.legacyBefore,
  ): TracerOutput {
    const { problems, bridged, before, networks, legacyBefore } = this;
    const interfaces = parseInterfaceNames(this.links);
    return {
      ...{ ...this.facts, bridged, interfaces, networks, problems, conntrack },
      ...{ before, trace, after, legacyBefore, legacyAfter },
    };
  }
}

function listAddresses(targets: TraceScope['targets']): readonly string[] | null {
  if (!isContainers(targets)) return targets;
  return targets.onHost ? [...targets.addresses, everyAddress] : targets.addresses;
}

/** Reads interface names by index from `ip -oneline link`: `14: br-app: <…>`, `9: veth1@if8: <…>`. */
function parseInterfaceNames(links: string): Record<string, string> {
  return Object.fromEntries(
    [...links.matchAll(/^(\d+): ([^:@\s]+)/gm)].map(([, index = '', name = '']) => [index, name]),
  );
}

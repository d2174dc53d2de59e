import { FirewallError } from '../types.js';

/** The trace of one network namespace during a check: the tools' output, not parsed. */
export interface RawTrace {
  /** The place of the namespace: `host`, or a router's key. */
  readonly place: string;
  /** Name of docknet's own inet table. */
  readonly own: string;
  /** Whether iptables is the legacy one. */
  readonly legacy: boolean;
  /**
   * `iptables-legacy-save -c` before and after the traffic, if legacy tables are there beside the other iptables' own.
   * Null otherwise.
   */
  readonly legacyBefore: string | null;
  readonly legacyAfter: string | null;
  /** Whether bridged packets pass iptables' chains (net.bridge.bridge-nf-call-iptables). */
  readonly bridged: boolean;
  /** Interface names by index: nft's monitor knows only those that exist when it starts. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** Networks, or addresses of containers, whose packets were traced; null for every packet. */
  readonly networks: readonly string[] | null;
  /** The points in this namespace, with their interfaces. */
  readonly points: readonly { readonly name: string; readonly interface: string }[];
  /** What went wrong while tracing. */
  readonly problems: readonly string[];
  /** `nft -a list ruleset` before and after the traffic. */
  readonly before: string;
  readonly after: string;
  /**
   * Flows from `conntrack -E -e NEW -o id,extended`, and from `conntrack -L -o id,extended` at the end. Lines that
   * begin with `# ` say what is missing. Null if it was not recorded: earlier versions did not.
   */
  readonly conntrack: string | null;
  /** Output of `nft -a monitor`, and for legacy tables of iptables the messages of nfnetlink_log, one per line. */
  readonly trace: string;
}

/** The sections of each version's traces, in order. The last is written if there are legacy tables beside others. */
const versions = {
  'docknet-trace/1': ['before', 'trace', 'after'],
  'docknet-trace/2': ['before', 'trace', 'after', 'conntrack'],
  'docknet-trace/3': ['before', 'trace', 'after', 'conntrack', 'legacyBefore', 'legacyAfter'],
} as const;
type Section = (typeof versions)['docknet-trace/3'][number];
const titles: Readonly<Record<Section, string>> = {
  before: 'nft -a list ruleset, before the traffic',
  trace: 'trace',
  after: 'nft -a list ruleset, after the traffic',
  conntrack: 'conntrack -E -e NEW -o id,extended, then conntrack -L -o id,extended after the traffic',
  legacyBefore: 'iptables-legacy-save -c beside another iptables, before the traffic',
  legacyAfter: 'iptables-legacy-save -c beside another iptables, after the traffic',
};

/** Formats the traces of a check as one text file. */
export function formatTraceFile(traces: readonly RawTrace[]): string {
  const version = traces.some(({ legacyBefore }) => legacyBefore !== null) ? 'docknet-trace/3' : 'docknet-trace/2';
  return (
    [
      version,
      ...traces.flatMap(({ before, after, trace, conntrack, legacyBefore, legacyAfter, ...facts }) => {
        const texts: Readonly<Record<Section, string>> = {
          ...{ before, after, trace, legacyBefore: legacyBefore ?? '', legacyAfter: legacyAfter ?? '' },
          conntrack: conntrack ?? '# conntrack’s table was not recorded',
        };
        return [
          `==== ${JSON.stringify(facts)}`,
          ...versions[version].flatMap((section) => [`== ${titles[section]}`, texts[section].trimEnd()]),
        ];
      }),
    ].join('\n') + '\n'
  );
}

/** Parses a trace file, also an earlier version's. @throws FirewallError for another version or a cut file. */
export function parseTraceFile(text: string): RawTrace[] {
  const [head = '', ...parts] = text.split(/^==== /m);
  const found = Object.entries(versions).find(([name]) => name === head.trim());
  if (found === undefined)
    throw new FirewallError(
      `The trace begins with "${head.slice(0, 40).trim()}" instead of ${Object.keys(versions).join(', ')}. ` +
        'It is damaged, or another version of docknet wrote it.',
    );
  const sections: readonly Section[] = found[1];
  return parts.map((part) => {
    const [facts = '', ...texts] = part.split(/^== .*\n/m);
    if (texts.length !== sections.length)
      throw new FirewallError(
        `The trace of ${facts.slice(0, 40).trim()} has ${texts.length} of ${sections.length} sections: it was cut.`,
      );
    const textOf = (section: Section): string | null => texts[sections.indexOf(section)] ?? null;
    const listingOf = (section: Section): string | null => (textOf(section)?.trim() ? textOf(section) : null);
    return {
      ...(JSON.parse(facts) as Omit<RawTrace, Section>),
      before: textOf('before') ?? '',
      trace: textOf('trace') ?? '',
      after: textOf('after') ?? '',
      conntrack: textOf('conntrack'),
      legacyBefore: listingOf('legacyBefore'),
      legacyAfter: listingOf('legacyAfter'),
    };
  });
}

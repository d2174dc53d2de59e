import { FirewallError } from '../types.js';

/** The trace of one network namespace during a check: the tools' output, not parsed. */
export interface RawTrace {
  /** The place of the namespace: `host`, or a router's key. */
  readonly place: string;
  /** Name of docknet's own inet table. */
  readonly own: string;
  /** Whether iptables is the legacy one. */
  readonly legacy: boolean;
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
  /** Output of `nft -a monitor`; for legacy iptables the messages of nfnetlink_log, one per line. */
  readonly trace: string;
}

const version = 'docknet-trace/2';
/** The version without conntrack's table. */
const versionWithoutConntrack = 'docknet-trace/1';
const sections = ['before', 'trace', 'after', 'conntrack'] as const;
const titles: Readonly<Record<(typeof sections)[number], string>> = {
  before: 'nft -a list ruleset, before the traffic',
  trace: 'trace',
  after: 'nft -a list ruleset, after the traffic',
  conntrack: 'conntrack -E -e NEW -o id,extended, then conntrack -L -o id,extended after the traffic',
};

/** Formats the traces of a check as one text file. */
export function formatTraceFile(traces: readonly RawTrace[]): string {
  return (
    [
      version,
      ...traces.flatMap(({ before, after, trace, conntrack, ...facts }) => {
        const texts = { before, after, trace, conntrack: conntrack ?? '# conntrack’s table was not recorded' };
        return [
          `==== ${JSON.stringify(facts)}`,
          ...sections.flatMap((section) => [`== ${titles[section]}`, texts[section].trimEnd()]),
        ];
      }),
    ].join('\n') + '\n'
  );
}

/** Parses a trace file, also an earlier version's. @throws FirewallError for another version or a cut file. */
export function parseTraceFile(text: string): RawTrace[] {
  const [head = '', ...parts] = text.split(/^==== /m);
  const found = head.trim();
  if (found !== version && found !== versionWithoutConntrack)
    throw new FirewallError(
      `The trace begins with "${head.slice(0, 40).trim()}" instead of ${version} or ${versionWithoutConntrack}. ` +
        'It is damaged, or another version of docknet wrote it.',
    );
  const expected = found === version ? sections : sections.filter((section) => section !== 'conntrack');
  return parts.map((part) => {
    const [facts = '', ...texts] = part.split(/^== .*\n/m);
    if (texts.length !== expected.length)
      throw new FirewallError(
        `The trace of ${facts.slice(0, 40).trim()} has ${texts.length} of ${expected.length} sections: it was cut.`,
      );
    return {
      ...(JSON.parse(facts) as Omit<RawTrace, (typeof sections)[number]>),
      before: texts[0] ?? '',
      trace: texts[1] ?? '',
      after: texts[2] ?? '',
      conntrack: texts[3] ?? null,
    };
  });
}

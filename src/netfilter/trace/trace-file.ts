import { FirewallError } from '../types.js';

/** What was kept of tracing one network namespace during a check: the tools' own words, unread. */
export interface RawTrace {
  /** The place whose namespace it is: `host`, or a router's key. */
  readonly place: string;
  /** Name of docknet's own inet table there. */
  readonly own: string;
  /** Whether iptables is the legacy one there. */
  readonly legacy: boolean;
  /** Whether bridged packets pass iptables' chains too (net.bridge.bridge-nf-call-iptables). */
  readonly bridged: boolean;
  /** Names of the namespace's interfaces by their index: nft's monitor knows only those that were there at its start. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** Networks, or addresses of containers, whose packets were traced; null for all. */
  readonly networks: readonly string[] | null;
  /** The points in this namespace, with their interfaces. */
  readonly points: readonly { readonly name: string; readonly interface: string }[];
  /** What went wrong with tracing, in words; empty where nothing did. */
  readonly problems: readonly string[];
  /** `nft -a list ruleset` before and after the traffic. */
  readonly before: string;
  readonly after: string;
  /** Flows as `conntrack -E -e NEW -o id,extended` told of them and `conntrack -L -o id,extended` listed them at the end; lines with `# ` say what is missing. Null where it was not kept: docknet did not always. */
  readonly conntrack: string | null;
  /** What `nft -a monitor` printed in between; for legacy iptables what came through nfnetlink_log, a line a message. */
  readonly trace: string;
}

const version = 'docknet-trace/2';
/** As it was before conntrack's table was kept. */
const versionWithoutConntrack = 'docknet-trace/1';
const parts = ['before', 'trace', 'after', 'conntrack'] as const;
const titles: Readonly<Record<(typeof parts)[number], string>> = {
  before: 'nft -a list ruleset, before the traffic',
  trace: 'trace',
  after: 'nft -a list ruleset, after the traffic',
  conntrack: 'conntrack -E -e NEW -o id,extended, then conntrack -L -o id,extended after the traffic',
};

/** The traces of a check as one text file. */
export function formatTraceFile(traces: readonly RawTrace[]): string {
  return (
    [
      version,
      ...traces.flatMap(({ before, after, trace, conntrack, ...facts }) => {
        const texts = { before, after, trace, conntrack: conntrack ?? '# conntrack’s table was not recorded' };
        return [
          `==== ${JSON.stringify(facts)}`,
          ...parts.flatMap((part) => [`== ${titles[part]}`, texts[part].trimEnd()]),
        ];
      }),
    ].join('\n') + '\n'
  );
}

/** Reads what `writeTraces` wrote, an earlier docknet's too. @throws FirewallError where it is of another version or cut short. */
export function parseTraceFile(text: string): RawTrace[] {
  const [first, ...sections] = text.split(/^==== /m);
  const told = first?.trim();
  const held = told === versionWithoutConntrack ? parts.filter((part) => part !== 'conntrack') : parts;
  if (told !== version && told !== versionWithoutConntrack)
    throw new FirewallError(
      `the trace begins with "${first?.slice(0, 40).trim() ?? ''}" and not with ${version} or ${versionWithoutConntrack}. It was damaged, or written by another version of docknet.`,
    );
  return sections.map((section) => {
    const [facts = '', ...texts] = section.split(/^== .*\n/m);
    if (texts.length !== held.length)
      throw new FirewallError(
        `the trace of ${facts.slice(0, 40).trim()} is not whole: it has ${texts.length} of ${held.length} parts. It was cut short.`,
      );
    return {
      ...(JSON.parse(facts) as Omit<RawTrace, (typeof parts)[number]>),
      before: texts[0] ?? '',
      trace: texts[1] ?? '',
      after: texts[2] ?? '',
      conntrack: texts[3] ?? null,
    };
  });
}

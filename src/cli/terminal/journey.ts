import { describeRule, selectDecisions, type Hop, type Journey } from '../../journey/index.js';
import { formatEndpoint, maxPathPoints, summarizePacket } from '../../report/index.js';
import { formatOffset } from '../../text/index.js';
import { wrapLines } from './layout.js';
import { escapeLine, isInteractive, type Colors, type OutputStream } from './style.js';

/** A journey as wrapped lines of text. */
export interface JourneyText {
  /** `web:40312 → 198.51.100.11:80  TCP SYN` */
  readonly summary: readonly string[];
  /** `web.eth0 › docker0 › [source 172.17.0.2 → 198.51.100.2, TTL 64 → 63] › host.uplink +34.1 µs` */
  readonly path: readonly string[];
  /** `✕ goes no further than docker0: filter: -A DOCKER-USER … -j DROP (rule 1, traced)`; empty if no end was seen. */
  readonly end: readonly string[];
  /**
   * The rules that decided something, except the one that ended it: `nat: -A POSTROUTING … -j MASQUERADE (rule 1,
   * traced)`. If the rules may be incomplete, why.
   */
  readonly rules: readonly string[];
}

/** Columns of a stream without a width: a file, a pipe. */
const defaultColumns = 80;

/** Returns the columns for journeys on a stream. */
export const countColumns = (stream: OutputStream): number =>
  isInteractive(stream) ? Math.max(60, stream.columns) : defaultColumns;

/** Columns of the time before the first line, and of the indent of the others. */
export const timeColumns = 12;

/**
 * Formats a journey for lines of `columns` columns, less `timeColumns`. A word longer than a line is not cut.
 *
 * @param names Names by address; an address without one is written as it is.
 */
export function formatJourney(journey: Journey, names: ReadonlyMap<string, string>, columns: number): JourneyText {
  const { hops, end, caveat } = journey;
  const [first] = hops;
  const last = hops.at(-1);
  if (first === undefined || last === undefined) return { summary: [], path: [], end: [], rules: [] };
  const { kind, detail, source, sourcePort, destination, destinationPort } = summarizePacket(first.packet);
  const nameOf = (address: string): string =>
    names.get(address) ?? (address.startsWith('127.') || address === '::1' ? ownerOf(first.point) : address);
  const from = formatEndpoint(nameOf(source), sourcePort);
  const to = formatEndpoint(nameOf(destination), destinationPort);
  const took = hops.length === 1 ? '' : ` ${formatOffset(first.time, last.time)}`;
  const endRule = end === undefined || end.rule === null ? '' : `: ${describeRule(end.rule)}`;
  const rules = selectDecisions(journey).filter((rule) => rule !== end?.rule);
  const wrap = (text: string) => wrapLines(escapeLine(text), columns - timeColumns);
  const wrapIndented = (text: string) =>
    wrapLines(escapeLine(text), columns - timeColumns - 2).map((line, n) => (n === 0 ? line : `  ${line}`));
  return {
    summary: wrap(`${from} → ${to}  ${kind}${detail === '' ? '' : ` ${detail}`}`),
    path: wrap(`${formatPath(hops)}${took}`),
    end: end === undefined ? [] : wrapIndented(`✕ goes no further than ${end.point}${endRule}`),
    rules: [
      ...rules.map(describeRule),
      ...(caveat === undefined ? [] : [`its rules may be incomplete: ${caveat}`]),
    ].flatMap(wrapIndented),
  };
}

/**
 * Formats a journey for the terminal, in colours, each line with its line feed. The first starts with the seconds since
 * `origin`, in nanoseconds since the epoch.
 */
export function paintJourney(
  journey: Journey,
  origin: bigint,
  names: ReadonlyMap<string, string>,
  { columns, colors: { dim, red, cyan, yellow } }: { readonly columns: number; readonly colors: Colors },
): string {
  const { summary, path, end, rules } = formatJourney(journey, names, columns);
  const [first = '', ...rest] = summary;
  const seconds = Number((journey.hops[0]?.time ?? 0n) - origin) / 1e9;
  const highlightChanges = (line: string) =>
    dim(line).replaceAll(/\[[^\]]*\]?|^[^[]*\]/g, (changed) => yellow(changed));
  const indented = [...rest, ...path.map(highlightChanges), ...end.map(red), ...rules.map(cyan)];
  const start = dim(seconds.toFixed(6).padStart(timeColumns - 2));
  return [`${start}  ${first}\n`, ...indented.map((line) => `${' '.repeat(timeColumns)}${line}\n`)].join('');
}

function formatPath(hops: readonly Hop[]): string {
  const parts: string[] = [];
  let times = 1;
  hops.forEach((hop, index) => {
    const changed = formatChanges(hop);
    if (changed !== '') parts.push(`[${changed}]`);
    else if (hops[index - 1]?.point === hop.point) {
      times += 1;
      parts[parts.length - 1] = `${hop.point} ×${times}`;
      return;
    }
    times = 1;
    parts.push(hop.point);
  });
  if (parts.length <= maxPathPoints) return parts.join(' › ');
  // No path is that long: a bridge flooded the packet to its ports. A bridge's name has no dot.
  const bridge = parts.slice(0, maxPathPoints).findIndex((point) => !point.includes('.'));
  const shown = bridge === -1 ? maxPathPoints / 2 : bridge + 1;
  return `${parts.slice(0, shown).join(' › ')} › flooded to ${parts.length - shown} more points`;
}

/** Returns the place of a point: `stack_web.1` for `stack_web.1.eth0`. */
function ownerOf(point: string): string {
  return point.slice(0, point.lastIndexOf('.'));
}

/** Lists what changed at a hop, without MAC addresses, which change with every router. */
function formatChanges({ changes: all }: Hop): string {
  const of = (field: string) => all.find((change) => change.field === field);
  const side = (field: 'source' | 'destination') => {
    const [address, port] = [of(field), of(`${field} port`)];
    if (address === undefined) return port === undefined ? [] : [`${field} port ${port.from} → ${port.to}`];
    const from = formatEndpoint(address.from, port === undefined ? null : Number(port.from));
    const to = formatEndpoint(address.to, port === undefined ? null : Number(port.to));
    return [`${field} ${from} → ${to}`];
  };
  const plain = (field: string) =>
    all.filter((change) => change.field === field).map(({ from, to }) => `${field} ${from} → ${to}`);
  return [...side('source'), ...side('destination'), ...plain('ICMP id'), ...plain('TTL')].join(', ');
}

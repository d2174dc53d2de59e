import { selectDecisions, describeRule, type Hop, type Journey } from '../../journey/index.js';
import { formatOffset } from '../../text/index.js';
import { formatEndpoint, maxPathPoints, summarizePacket } from '../../report/index.js';
import { oneLine } from './style.js';

/** A packet on its way in text: what it is, then the points it passed with what changed between them. */
export interface TextLadder {
  /** `web:40312 → 198.51.100.11:80  TCP SYN` */
  readonly head: readonly string[];
  /** `web.eth0 › web.veth0 › docker0 › [source 172.17.0.2 → 198.51.100.2, TTL 64 → 63] › host.uplink +34.1 µs`, wrapped */
  readonly way: readonly string[];
  /** `✕ goes no further than docker0: filter: -A DOCKER-USER … -j DROP (rule 1, traced)`; empty where it was not seen to end. */
  readonly stop: readonly string[];
  /** The rules that decided something, without the one that ended its way, each on lines of its own: `nat: -A POSTROUTING … -j MASQUERADE (rule 1, traced)`; where there may be more than is said, why. */
  readonly rules: readonly string[];
}

/** Columns that the time takes at the beginning of a line. */
export const timeWidth = 12;

/**
 * Draws one journey in lines of at most `width` columns; the head's first leaves room for the time, all others are indented by
 * as much. A word that is longer than a line stands alone and is not cut.
 *
 * @param names What to call an address; one that is not in it is written as it is.
 */
export function textLadder(journey: Journey, names: ReadonlyMap<string, string>, width: number): TextLadder {
  const { hops, end, caveat: doubt } = journey;
  const [first] = hops;
  const last = hops.at(-1);
  if (first === undefined || last === undefined) return { head: [], way: [], stop: [], rules: [] };
  const { kind, detail, source, sourcePort, destination, destinationPort } = summarizePacket(first.packet);
  const name = (address: string): string =>
    names.get(address) ?? (address.startsWith('127.') || address === '::1' ? placeOf(first.point) : address);
  const head = `${formatEndpoint(name(source), sourcePort)} → ${formatEndpoint(name(destination), destinationPort)}  ${kind}${detail === '' ? '' : ` ${detail}`}`;
  const took = hops.length === 1 ? '' : ` ${formatOffset(first.time, last.time)}`;
  const stop =
    end === undefined
      ? ''
      : `✕ goes no further than ${end.point}${end.rule === null ? '' : `: ${describeRule(end.rule)}`}`;
  const said = [
    ...selectDecisions(journey)
      .filter((rule) => rule !== end?.rule)
      .map(describeRule),
    ...(doubt === undefined ? [] : [`its rules may be incomplete: ${doubt}`]),
  ];
  return {
    head: wrapped(oneLine(head), width - timeWidth),
    way: wrapped(oneLine(`${stations(hops)}${took}`), width - timeWidth),
    stop:
      stop === '' ? [] : wrapped(oneLine(stop), width - timeWidth - 2).map((line, n) => (n === 0 ? line : `  ${line}`)),
    rules: said.flatMap((line) =>
      wrapped(oneLine(line), width - timeWidth - 2).map((one, n) => (n === 0 ? one : `  ${one}`)),
    ),
  };
}

function stations(hops: readonly Hop[]): string {
  const parts: string[] = [];
  let times = 1;
  hops.forEach((hop, index) => {
    const changed = changes(hop);
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
  // No way is as long as that: a bridge sent a copy to each of its ports. Bridges' names have no dot.
  const bridge = parts.slice(0, maxPathPoints).findIndex((point) => !point.includes('.'));
  const told = bridge === -1 ? maxPathPoints / 2 : bridge + 1;
  return `${parts.slice(0, told).join(' › ')} › flooded to ${parts.length - told} further points`;
}

/** Whose a point is: `stack_web.1` for `stack_web.1.eth0`. Loopback is its own. */
function placeOf(point: string): string {
  return point.slice(0, point.lastIndexOf('.'));
}

/** What a step changed. MAC addresses change with every router and are left out. */
function changes({ changes: all }: Hop): string {
  const of = (field: string) => all.find((change) => change.field === field);
  const side = (field: 'source' | 'destination') => {
    const [address, port] = [of(field), of(`${field} port`)];
    if (address === undefined) return port === undefined ? [] : [`${field} port ${port.from} → ${port.to}`];
    return [
      port === undefined
        ? `${field} ${address.from} → ${address.to}`
        : `${field} ${formatEndpoint(address.from, Number(port.from))} → ${formatEndpoint(address.to, Number(port.to))}`,
    ];
  };
  const plain = (field: string) =>
    all.filter((change) => change.field === field).map(({ from, to }) => `${field} ${from} → ${to}`);
  return [...side('source'), ...side('destination'), ...plain('ICMP id'), ...plain('TTL')].join(', ');
}

/** Words in lines of at most `width` columns; a › stays at the end of the line it belongs to. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(' ›', '\u00a0›').split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => one.replaceAll('\u00a0', ' '));
}

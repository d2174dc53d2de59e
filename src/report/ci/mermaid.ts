import { selectDecisions, sortByPath, type AppliedRule, type Hop, type Journey } from '../../journey/index.js';
import type { CheckRecord, PointRecord } from '../../record/index.js';
import { clip } from '../../text/index.js';
import { classifyRule, formatRulePlace } from '../ladder/rule.js';
import { toLine } from '../markdown-text.js';
import { formatEndpoint, summarizePacket } from '../packet-summary.js';
import { isLinkChatter, selectRelevant } from '../select-journeys.js';
import type { CheckEvidence } from '../types.js';
import { listFailedLines } from './outcome.js';

/** Packets in a diagram at most. */
const maxPackets = 8;

/** Characters of a diagram at most; Mermaid refuses 50,000. */
const maxCharacters = 40_000;

/** A check's packets as a Mermaid sequence diagram. */
export interface SequenceDiagram {
  /** Lines, each escaped. */
  readonly lines: readonly string[];
  /** Packets that are not drawn. */
  readonly omitted: number;
}

/**
 * Draws a check's relevant packets: points are participants, an arrow says what was rewritten, a note the rule, and a
 * cross where a packet was dropped.
 *
 * @returns null if there is nothing to draw.
 */
export function renderSequence(check: CheckRecord, evidence: CheckEvidence): SequenceDiagram | null {
  const { drawn, omitted } = selectPackets(check, evidence.journeys);
  if (drawn.length === 0) return null;
  const points = orderPoints(check.points, new Set(drawn.flatMap(({ hops }) => hops.map(({ point }) => point))));
  const ids = new Map(points.map((point, n) => [point, `p${n}`]));
  const idOf = (point: string) => ids.get(point) ?? 'p0';
  const lines = [
    'sequenceDiagram',
    ...points.map((point, n) => `  participant p${n} as ${escapeMermaid(clip(toLine(point), 60))}`),
  ];
  const packets = drawn.map((journey, n) =>
    drawPacket(journey, n + 1, idOf, evidence.names ?? new Map<string, string>()),
  );
  let left = maxCharacters;
  const fitting = packets.filter((packet) => (left -= packet.join('\n').length) >= 0);
  return { lines: [...lines, ...fitting.flat()], omitted: omitted + packets.length - fitting.length };
}

/** Selects the packets that settle a failed expectation or that a rule stopped, then others that settle one. */
function selectPackets(
  check: CheckRecord,
  journeys: readonly Journey[],
): { readonly drawn: readonly Journey[]; readonly omitted: number } {
  const visible = journeys.filter(({ hops }) => hops.length > 0);
  const framesOf = (lines: CheckRecord['expectations']) => new Set(lines.flatMap(({ frames }) => frames));
  const failed = selectRelevant(visible, framesOf(listFailedLines(check)));
  const relevant = selectRelevant(visible, framesOf([...check.expectations, ...check.instead]));
  const candidates = relevant.size > 0 ? relevant : new Set(visible.filter((journey) => !isLinkChatter(journey)));
  const ranked = [...failed, ...[...candidates].filter((journey) => !failed.has(journey))];
  const drawn = new Set(ranked.slice(0, maxPackets));
  return { drawn: visible.filter((journey) => drawn.has(journey)), omitted: ranked.length - drawn.size };
}

function orderPoints(recorded: readonly PointRecord[], seen: ReadonlySet<string>): readonly string[] {
  const ordered = sortByPath(recorded).map(({ name }) => name);
  return [...ordered.filter((name) => seen.has(name)), ...[...seen].filter((name) => !ordered.includes(name))];
}

function drawPacket(
  journey: Journey,
  number: number,
  idOf: (point: string) => string,
  names: ReadonlyMap<string, string>,
): string[] {
  const { hops, end } = journey;
  const rules = selectDecisions(journey).filter((rule) => rule.undone !== true && classifyRule(rule) === 'rewrote');
  const title = describePacket(hops[0]!, number, names);
  const lines: string[] = [];
  for (const [n, hop] of hops.entries()) {
    const before = hops[n - 1];
    const rewrites = describeRewrites(hop, names);
    if (before === undefined || (before.point === hop.point && rewrites.length === 0)) continue;
    const text = [...(lines.length === 0 ? title : [`${number}.`]), ...rewrites];
    const [from, to] = [idOf(before.point), idOf(hop.point)];
    lines.push(`  ${from}->>${to}: ${joinLines(text)}`);
    const applied = rules.filter(({ afterHop }) => afterHop === n - 1);
    if (rewrites.length > 0) lines.push(...applied.map((rule) => `  ${drawRule(rule, from, to)}`));
  }
  if (lines.length === 0 && end === undefined) lines.push(`  Note over ${idOf(hops[0]!.point)}: ${joinLines(title)}`);
  if (end === undefined) return lines;
  const last = idOf(end.point);
  const stop = end.rule === null ? ['seen no further'] : [`${end.rule.verdict} by ${formatRulePlace(end.rule)}`];
  return [
    ...lines,
    `  ${last}-x${last}: ${joinLines([...(lines.length === 0 ? title : [`${number}.`]), ...stop])}`,
    ...(end.rule === null ? [] : [`  ${drawRule(end.rule, last, last)}`]),
  ];
}

const drawRule = (rule: AppliedRule, from: string, to: string): string =>
  `Note over ${from === to ? from : `${from},${to}`}: ${joinLines([`${rule.table}: ${rule.text}`])}`;

function describePacket({ packet }: Hop, number: number, names: ReadonlyMap<string, string>): string[] {
  const { kind, detail, source, sourcePort, destination, destinationPort } = summarizePacket(packet);
  const nameOf = (address: string, port: number | null) => formatEndpoint(names.get(address) ?? address, port);
  return [
    `${number}. ${kind}${detail === '' ? '' : ` ${detail}`}`,
    `${nameOf(source, sourcePort)} → ${nameOf(destination, destinationPort)}`,
  ];
}

/** Describes what a hop rewrote, without MAC addresses: `source 172.17.0.2 → 198.51.100.2 (host)`. */
function describeRewrites({ changes }: Hop, names: ReadonlyMap<string, string>): string[] {
  return changes
    .filter(({ field }) => !field.endsWith('MAC') && field !== 'TTL')
    .map(({ field, from, to }) => {
      const name = names.get(to);
      return `${field} ${from} → ${to}${name === undefined ? '' : ` (${name})`}`;
    });
}

/** Characters of a line in a diagram, and of a text in all. */
const lineWidth = 44;
const maxText = 240;

/** Wraps and escapes texts, each on lines of its own. */
const joinLines = (texts: readonly string[]): string =>
  texts.flatMap((text) => wrap(clip(toLine(text), maxText)).map(escapeMermaid)).join('<br/>');

function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(/(?<= )/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length > lineWidth) lines.push(word);
    else lines[lines.length - 1] = line + word;
  }
  return lines.map((line) => line.trimEnd());
}

/**
 * Escapes text for Mermaid, on one line: everything but letters, digits and harmless signs becomes an entity (`#59;`),
 * so that no `;`, `#`, `:`, `%%`, quote, backtick or markup reaches Mermaid's parser or the fence around the diagram.
 */
const escapeMermaid = (text: string): string =>
  toLine(text).replaceAll(/[^\p{L}\p{N} .,/_=→…()+-]/gu, (character) => `#${character.codePointAt(0)};`);

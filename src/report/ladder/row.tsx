import type { VNode } from 'preact';
import type { AppliedRule } from '../../journey/index.js';
import { formatOffset } from '../../text/index.js';
import { summarizePacket } from '../packet-summary.js';
import { isLinkChatter } from '../select-journeys.js';
import { ArrowItem, EndpointText } from './arrow.js';
import { DotItem, type LadderContext } from './dot.js';
import { labelAddresses } from './path.js';
import { formatFullPlace, isTextShown, RuleName, RuleText } from './rule.js';
import type { Ladder, LadderPacket, Line, Stop } from './types.js';

/** With more columns a packet's own may be out of sight, so its row names sender and receiver. */
const maxVisibleColumns = 7;

/** Draws one packet: its kind and time, and its path over the points. */
export function LadderRow({
  packet,
  ladder,
  context,
}: {
  readonly packet: LadderPacket;
  readonly ladder: Ladder;
  readonly context: LadderContext;
}): VNode | null {
  const { journey, isRelevant, lines, rules, before, stop } = packet;
  if (journey.hops.length === 0) return null;
  const references = rules.map((rule) => `${rule.afterHop}:${context.packets.addRule(rule)}`).join(' ');
  const outermost = ladder.columns.length - 1;
  const classes = ['packet', ...(isRelevant ? [] : ['other']), ...(isLinkChatter(journey) ? ['chatter'] : [])];
  return (
    <li class={classes.join(' ')} {...(references === '' ? {} : { 'data-rules': references })}>
      <PacketInfo packet={packet} ladder={ladder} names={context.names} />
      <div class="path">
        {lines.map((line, position) => (
          <ol class={line.isInward ? 'line in' : 'line'} key={position}>
            <LineItems line={line} ladder={ladder} context={context} />
            {position === 0 && before.length > 0 ? (
              <EarlyRewrites rules={before} column={line.dots[0]?.column ?? 0} outermost={outermost} />
            ) : null}
            {position === lines.length - 1 && stop !== null ? <StopItem stop={stop} outermost={outermost} /> : null}
          </ol>
        ))}
      </div>
    </li>
  );
}

/** Shows what the packet is, when it was seen first, and which packets it is related to. */
function PacketInfo({
  packet: { number, journey, relations },
  ladder,
  names,
}: {
  readonly packet: LadderPacket;
  readonly ladder: Ladder;
  readonly names: LadderContext['names'];
}): VNode | null {
  const first = journey.hops[0];
  if (first === undefined) return null;
  const { kind, detail, source, destination } = summarizePacket(first.packet);
  // Every namespace has its own 127.0.0.1: name it by the point's owner.
  const nameOf = (address: string): string =>
    names.get(address) ?? (address === '127.0.0.1' ? first.point.slice(0, first.point.lastIndexOf('.')) : address);
  return (
    <div class="info">
      <p>
        <span class="number">{number}</span>
        <b>{kind}</b>
        {detail === '' ? null : (
          <>
            {' '}
            <span class="detail">{detail}</span>
          </>
        )}
      </p>
      {ladder.columns.length <= maxVisibleColumns ? null : (
        <p class="detail">
          {nameOf(source)} → {nameOf(destination)}
        </p>
      )}
      <p class="time">
        {formatOffset(ladder.origin, first.time)}
        {relations.map((relation) => (
          <span key={relation.kind} class="relation" data-to={relation.number}>
            {relation.kind} {relation.number}
          </span>
        ))}
      </p>
      {journey.caveat === undefined ? null : <p class="caveat">{journey.caveat}</p>}
    </div>
  );
}

/** Draws a line's items in order of travel: addresses, dots, and the arrows between them. */
function LineItems({
  line,
  ladder,
  context,
}: {
  readonly line: Line;
  readonly ladder: Ladder;
  readonly context: LadderContext;
}): VNode {
  const labels = new Map(labelAddresses(line).map((label) => [label.dot, label]));
  const items = line.dots.flatMap((dot, position) => {
    const [label, next, arrow] = [labels.get(position), line.dots[position + 1], line.arrows[position]];
    const point = ladder.columns[dot.column];
    return [
      label === undefined ? null : (
        <li key={`addresses ${position}`} class={`addresses f${label.left} t${label.right}`}>
          <EndpointText
            address={label.packet.source}
            port={label.packet.sourcePort}
            isChanged={label.changed.source}
            names={context.names}
          />{' '}
          <span class="endpoint">
            →{' '}
            <EndpointText
              address={label.packet.destination}
              port={label.packet.destinationPort}
              isChanged={label.changed.destination}
              names={context.names}
            />
          </span>
        </li>
      ),
      <DotItem
        key={`dot ${position}`}
        dot={dot}
        point={point?.name ?? ''}
        isLoop={line.dots.length === 1 && point?.interface === 'lo'}
        context={context}
      />,
      next === undefined || arrow === undefined ? null : (
        <ArrowItem
          key={`arrow ${position}`}
          arrow={arrow}
          from={dot.column}
          to={next.column}
          outermost={ladder.columns.length - 1}
          names={context.names}
        />
      ),
    ];
  });
  return <>{items}</>;
}

/** Shows the rules that rewrote a packet before any point saw it: a host's own packets meet OUTPUT first. */
function EarlyRewrites({
  rules,
  column,
  outermost,
}: {
  readonly rules: readonly AppliedRule[];
  readonly column: number;
  readonly outermost: number;
}): VNode {
  return (
    <li class={`rule-texts f${Math.max(0, column - 1)} t${Math.min(outermost, column + 1)}`}>
      <div class="box rewrite">
        <p class="field">before the first point</p>
        {rules.map((rule, position) => (
          <p key={position} class="rule">
            <RuleName rule={rule} /> {isTextShown(rule) ? <RuleText rule={rule} /> : null}
          </p>
        ))}
      </div>
    </li>
  );
}

/** Marks where a packet stopped, and by which rule. */
function StopItem({
  stop: { column, toward, rule, earlier },
  outermost,
}: {
  readonly stop: Stop;
  readonly outermost: number;
}): VNode {
  const columnsAhead = toward === 'outward' ? outermost - column : toward === 'inward' ? column : 0;
  const [side, first, last] =
    columnsAhead === 0
      ? (['under', Math.max(0, column - 1), Math.min(outermost, column + 1)] as const)
      : toward === 'inward'
        ? (['left', Math.max(0, column - 2), column] as const)
        : (['right', column, Math.min(outermost, column + 2)] as const);
  return (
    <li class={`stop ${side} f${first} t${last}`}>
      <span class="cross" aria-hidden="true">
        ✕
      </span>
      <div class="box">
        {rule === null ? (
          <b>not seen again</b>
        ) : (
          <>
            <b>{rule.verdict === 'REJECT' ? 'rejected' : 'dropped'}</b> by <RuleName rule={rule} hidesVerdict />{' '}
            <RuleText rule={rule} />
          </>
        )}
        {earlier.map((before, position) => (
          <p key={position} class="field">
            after {before.verdict} by {formatFullPlace(before)}
            {before.overruled === true ? ', which is not final' : ''}
          </p>
        ))}
      </div>
    </li>
  );
}

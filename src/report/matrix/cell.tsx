import type { VNode } from 'preact';
import type { Hop, Journey } from '../../journey/index.js';
import type { CheckRecord, ExpectationRecord, RuleReference } from '../../record/index.js';
import { formatEndpoint, summarizePacket, type PacketSummary } from '../packet-summary.js';
import { isLinkChatter } from '../select-journeys.js';
import { linkToFile, linkToId, pluralize } from '../text.js';
import { VerdictChip } from '../verdict.js';
import type { MatrixCell } from './compare-cells.js';

/** One check in one cell: its verdict, what was expected and seen, its packets and rules. */
export function CellResult({ cell, check }: { readonly cell: MatrixCell; readonly check: CheckRecord | null }): VNode {
  return (
    <article class="cell-result">
      <h4>
        {check === null ? null : <VerdictChip verdict={check.verdict} />} {cell.label} <small>{cell.name}</small>
      </h4>
      {check === null ? <p class="none">Not run in this cell.</p> : <CheckResult cell={cell} check={check} />}
    </article>
  );
}

function CheckResult({ cell, check }: { readonly cell: MatrixCell; readonly check: CheckRecord }): VNode {
  const { id, verdict, reason, expectations, instead } = check;
  const lines = [...expectations, ...instead];
  const evidence = cell.evidence.get(id);
  return (
    <>
      <p>
        {verdict}
        {cell.directory === null ? null : (
          <>
            :{' '}
            <a
              href={`${linkToFile(cell.directory)}/index.html${linkToId(id)}`}
              aria-label={`open in its run: ${id} on ${cell.label}`}
            >
              open in its run
            </a>
          </>
        )}
      </p>
      {reason === '' ? null : <p class="reason-text">{reason}</p>}
      <Lines lines={expectations} />
      {instead.length === 0 ? null : (
        <>
          <h5>The known deviation</h5>
          <Lines lines={instead} />
        </>
      )}
      {evidence === undefined ? null : (
        <Packets journeys={evidence.journeys} settling={new Set(lines.flatMap(({ frames }) => frames))} />
      )}
      <Rules rules={lines.flatMap(({ rules }) => rules)} />
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly ExpectationRecord[] }): VNode | null {
  if (lines.length === 0) return null;
  return (
    <ul class="lines">
      {lines.map(({ expected, seen, held, inconclusive }, position) => {
        const [sign, word] = inconclusive ? ['∅', 'inconclusive'] : held ? ['✓', 'held'] : ['✗', 'failed'];
        return (
          <li key={position} class={word}>
            <span class="mark">
              {sign}
              <span class="unseen-text"> {word}</span>
            </span>
            <div>
              <p>{expected}</p>
              <p class="seen">{seen}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Rules({ rules }: { readonly rules: readonly RuleReference[] }): VNode | null {
  if (rules.length === 0) return null;
  const unique = new Map(rules.map((rule) => [formatPlace(rule), rule]));
  return (
    <ul class="rule-list">
      {[...unique].map(([place, { packets }]) => (
        <li key={place}>
          <code>{place}</code> <span class="note">{pluralize(packets, 'packet')}</span>
        </li>
      ))}
    </ul>
  );
}

/** Formats a rule with its table and chain; a rule of iptables names its chain itself. */
const formatPlace = ({ table, chain, text }: RuleReference): string =>
  text.startsWith('-') ? `${table} ${text}` : `${table} ${chain} ${text}`;

/** The most packets a cell lists; its run's own page has all. */
const maxPackets = 24;

/**
 * Lists a check's packets, one line each: what it is, from where to where, and the points it passed.
 *
 * @param settling Indexes of the frames that settle an expectation.
 */
function Packets({
  journeys,
  settling,
}: {
  readonly journeys: readonly Journey[];
  readonly settling: ReadonlySet<number>;
}): VNode | null {
  const settles = ({ hops }: Journey): boolean => hops.some(({ index }) => settling.has(index));
  const worthy = journeys.filter((journey) => journey.hops.length > 0 && (settles(journey) || !isLinkChatter(journey)));
  const settlingFirst = [...worthy].sort((a, b) => Number(settles(b)) - Number(settles(a)));
  const listed = new Set(settlingFirst.slice(0, maxPackets));
  const leftOut = journeys.length - worthy.length;
  if (journeys.length === 0) return null;
  return (
    <>
      <ol class="packets">
        {worthy
          .filter((journey) => listed.has(journey))
          .map((journey) => (
            <PacketLine key={journey.id} journey={journey} isSettling={settles(journey)} />
          ))}
      </ol>
      {worthy.length > listed.size ? <p class="note">and {worthy.length - listed.size} more</p> : null}
      {leftOut > 0 ? <p class="note">{pluralize(leftOut, 'packet')} of link chatter left out</p> : null}
    </>
  );
}

function PacketLine({
  journey: { hops, end },
  isSettling,
}: {
  readonly journey: Journey;
  readonly isSettling: boolean;
}): VNode | null {
  const first = hops[0];
  if (first === undefined) return null;
  const summary = summarizePacket(first.packet);
  return (
    <li class={isSettling ? 'settling' : undefined}>
      <span class="kind">
        {summary.kind}
        {summary.detail === '' ? '' : ` ${summary.detail}`}
      </span>{' '}
      <code>{formatEnds(summary)}</code>
      <span class="path">
        {hops.map((hop, position) => (
          <span key={hop.index}>
            {position === 0 ? '' : ' › '}
            {hop.point}
            <RewrittenEnds hop={hop} />
          </span>
        ))}
        {end === undefined ? null : <span class="stop"> ✗ {end.rule === null ? 'not seen again' : end.rule.text}</span>}
      </span>
    </li>
  );
}

/** Shows a packet's addresses where the step to this hop rewrote them. */
function RewrittenEnds({ hop }: { readonly hop: Hop }): VNode | null {
  if (!hop.changes.some(({ field }) => /^(source|destination)( port)?$/.test(field))) return null;
  return (
    <>
      {' '}
      <mark>{formatEnds(summarizePacket(hop.packet))}</mark>
    </>
  );
}

function formatEnds({ source, sourcePort, destination, destinationPort }: PacketSummary): string {
  return `${formatEndpoint(source, sourcePort)} → ${formatEndpoint(destination, destinationPort)}`;
}

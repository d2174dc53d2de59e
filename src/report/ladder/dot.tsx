import { Fragment, type VNode } from 'preact';
import type { Station } from './types.js';
import type { LadderSurroundings, Settled } from '../page/ladder-surroundings.js';

/** A frame's number as Wireshark and tshark show it: counted from 1, where the record counts from 0. */
export function frameNumber(index: number): number {
  return index + 1;
}

/** The id of a frame's element, for links to it. Only frames that settle a line have one: nothing else leads to a frame. */
export function frameAnchor(check: string, index: number): string {
  return `${check}/frame-${index}`;
}

/** Sightings in a row that get a dot each; a segment in dozens of pieces gets one, and one for each piece that settles a line. */
const drawnAtMost = 3;

/** The dot where a point saw the packet; the lines it settles stand in it. Its name is the point and the frame's number. */
export function StationDot({
  station: { hops, column, turn },
  point,
  loops,
  surroundings: { name, settles, packets },
}: {
  readonly station: Station;
  /** The point's name. */
  readonly point: string;
  /** Whether the packet went out of a loopback and in again, and nowhere else. */
  readonly loops: boolean;
  readonly surroundings: LadderSurroundings;
}): VNode {
  const place = `at f${column}${loops ? ' loop' : ''}`;
  if (hops.length === 0 || turn) return <li class={`${place} ${turn ? 'turn' : 'origin'}`} aria-hidden="true" />;
  const drawn =
    hops.length <= drawnAtMost ? hops : hops.filter(({ index }, position) => position === 0 || settles.has(index));
  return (
    <li class={place}>
      {drawn.map((hop) => {
        const lines = settles.get(hop.index) ?? [];
        return (
          <button
            key={hop.index}
            class="hop"
            aria-label={`${point} #${frameNumber(hop.index)}${settling(lines)}`}
            data-packet={packets.addPacket(hop.packet)}
            {...(lines.length === 0 ? {} : { id: frameAnchor(name, hop.index) })}
          >
            <Badges lines={lines} />
          </button>
        );
      })}
      {drawn.length === hops.length ? null : <small>×{hops.length}</small>}
    </li>
  );
}

/** Lines that get a badge each on one dot. */
const badgesAtMost = 3;

/** What stands in a dot: lines that failed come first, and of many the rest are counted. */
function badges(lines: readonly Settled[]): readonly { readonly text: string; readonly held: boolean }[] {
  const failedFirst = [...lines].sort((one, other) => Number(one.held) - Number(other.held));
  const shown = failedFirst.slice(0, lines.length > badgesAtMost ? badgesAtMost - 1 : badgesAtMost);
  const rest = failedFirst.slice(shown.length);
  const counted = rest.length === 0 ? [] : [{ text: `+${rest.length}`, held: rest.every(({ held }) => held) }];
  return [...shown.map(({ line, held }) => ({ text: String(line), held })), ...counted];
}

/** The lines that a frame settles, as they stand in its dot. */
function Badges({ lines }: { readonly lines: readonly Settled[] }): VNode {
  return (
    <>
      {badges(lines).map(({ text, held }, position) => (
        <Fragment key={text}>
          {position === 0 ? null : ' '}
          <span class={held ? 'badge' : 'badge failed'}>
            {text.startsWith('+') ? '' : held ? '✓' : '✗'}
            {text}
          </span>
        </Fragment>
      ))}
    </>
  );
}

/** The lines that a frame settles, in words, for the dot's name; what is seen in the dot is part of it (WCAG 2.5.3). */
function settling(lines: readonly Settled[]): string {
  if (lines.length === 0) return '';
  const failed = lines.filter(({ held }) => !held).map(({ line }) => line);
  const told =
    lines.length === 1
      ? `, settles line ${lines[0]?.line ?? ''}`
      : `, settles lines ${badges(lines)
          .map(({ text }) => text)
          .join(' ')}`;
  if (failed.length === 0) return told;
  return lines.length === 1 ? `${told}, which failed` : `${told}, of which ${failed.join(' and ')} failed`;
}

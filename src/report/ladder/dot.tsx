import { Fragment, type VNode } from 'preact';
import type { PacketStore } from '../packet-store.js';
import type { Dot } from './types.js';

/** An expectation that a frame settles. */
export interface SettledExpectation {
  /** Its number on the page, counted from 1. */
  readonly number: number;
  readonly held: boolean;
}

/** What a ladder is drawn with, beside its packets. */
export interface LadderContext {
  /** Prefix of its frames' ids: the check's id. */
  readonly name: string;
  /** The choice that shows only relevant packets. */
  readonly relevant: { readonly label: string; readonly isDefault: boolean };
  /** Whether to hide link chatter until all packets are asked for. */
  readonly foldsChatter: boolean;
  /** Expectations by the frame that settles them. */
  readonly settles: ReadonlyMap<number, readonly SettledExpectation[]>;
  /** Names of addresses: `web`, `host`. */
  readonly names: ReadonlyMap<string, string>;
  /** Stores whole packets and rules for the page's script. */
  readonly packets: PacketStore;
}

/** Returns a frame's number as Wireshark and tshark show it: counted from 1, where the record counts from 0. */
export function frameNumber(index: number): number {
  return index + 1;
}

/** Returns the id of a frame's element. Only frames that settle an expectation have one. */
export function frameId(check: string, index: number): string {
  return `${check}/frame-${index}`;
}

/** Consecutive hops that get a button each; of more only the first does, and each that settles an expectation. */
const maxButtons = 3;

/** Draws the dot where a point saw the packet, with the numbers of the expectations it settles. */
export function DotItem({
  dot: { hops, column, isTurn },
  point,
  isLoop,
  context: { name, settles, packets },
}: {
  readonly dot: Dot;
  /** The point's name. */
  readonly point: string;
  /** Whether the packet left a loopback and came in again, and was seen nowhere else. */
  readonly isLoop: boolean;
  readonly context: LadderContext;
}): VNode {
  const place = `dot f${column}${isLoop ? ' loop' : ''}`;
  if (hops.length === 0 || isTurn) return <li class={`${place} ${isTurn ? 'turn' : 'origin'}`} aria-hidden="true" />;
  const drawn =
    hops.length <= maxButtons ? hops : hops.filter(({ index }, position) => position === 0 || settles.has(index));
  return (
    <li class={place}>
      {drawn.map((hop) => {
        const settled = settles.get(hop.index) ?? [];
        return (
          <button
            key={hop.index}
            class="hop"
            aria-label={`${point} #${frameNumber(hop.index)}${describeSettled(settled)}`}
            data-packet={packets.addPacket(hop.packet)}
            {...(settled.length === 0 ? {} : { id: frameId(name, hop.index) })}
          >
            <Badges settled={settled} />
          </button>
        );
      })}
      {drawn.length === hops.length ? null : <small>×{hops.length}</small>}
    </li>
  );
}

/** Badges on one dot at most. */
const maxBadges = 3;

/** Lists the badges of a dot: failed expectations first; of many the rest are counted. */
function listBadges(
  settled: readonly SettledExpectation[],
): readonly { readonly text: string; readonly held: boolean }[] {
  const failedFirst = [...settled].sort((a, b) => Number(a.held) - Number(b.held));
  const shown = failedFirst.slice(0, settled.length > maxBadges ? maxBadges - 1 : maxBadges);
  const rest = failedFirst.slice(shown.length);
  const restBadge = rest.length === 0 ? [] : [{ text: `+${rest.length}`, held: rest.every(({ held }) => held) }];
  return [...shown.map(({ number, held }) => ({ text: String(number), held })), ...restBadge];
}

function Badges({ settled }: { readonly settled: readonly SettledExpectation[] }): VNode {
  return (
    <>
      {listBadges(settled).map(({ text, held }, position) => (
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

/** Describes the settled expectations for the dot's label, which contains the visible badges (WCAG 2.5.3). */
function describeSettled(settled: readonly SettledExpectation[]): string {
  if (settled.length === 0) return '';
  const failed = settled.filter(({ held }) => !held).map(({ number }) => number);
  if (settled.length === 1)
    return `, settles line ${settled[0]?.number ?? ''}${failed.length === 0 ? '' : ', which failed'}`;
  const badges = listBadges(settled)
    .map(({ text }) => text)
    .join(' ');
  return `, settles lines ${badges}${failed.length === 0 ? '' : `, of which ${failed.join(' and ')} failed`}`;
}

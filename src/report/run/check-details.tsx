import type { VNode } from 'preact';
import type { ExpectationRecord } from '../../record/index.js';
import { frameAnchor, frameNumber } from '../ladder/dot.js';
import { linkToId, pluralize } from '../text.js';

/** Expectations line by line: what was expected, whether it held, what was seen, and what settles it. */
export function Expectations({
  check,
  lines,
  shown,
  first,
}: {
  /** The check's id. */
  readonly check: string;
  readonly lines: readonly ExpectationRecord[];
  /** The frames that are on the page; others are named without a link. */
  readonly shown: ReadonlySet<number>;
  /** Number of the first line. */
  readonly first: number;
}): VNode {
  return (
    <ol class="expectations" start={first}>
      {lines.map((line, position) => (
        <li key={position} class={line.inconclusive ? 'inconclusive' : line.held ? 'held' : 'failed'}>
          <span class="number" aria-hidden="true">
            {first + position}
          </span>
          <span class="mark">{line.inconclusive ? '∅ inconclusive' : line.held ? '✓ held' : '✗ failed'}</span>
          <p class="expected">{line.expected}</p>
          <p class="seen">{line.seen}</p>
          <Settles check={check} line={line} shown={shown} />
        </li>
      ))}
    </ol>
  );
}

/** Frames named at most per line; a flood would bury the sentence. */
const namedAtMost = 12;

function Settles({
  check,
  line,
  shown,
}: {
  readonly check: string;
  readonly line: ExpectationRecord;
  readonly shown: ReadonlySet<number>;
}): VNode | null {
  if (line.frames.length === 0 && line.rules.length === 0) return null;
  const named = line.frames.slice(0, namedAtMost);
  return (
    <p class="settles">
      {named.length === 0 ? null : (
        <span>
          frame{named.length === 1 ? '' : 's'}{' '}
          {named.map((frame, position) => (
            <span key={frame}>
              {position === 0 ? '' : ', '}
              {shown.has(frame) ? (
                <a href={linkToId(frameAnchor(check, frame))}>#{frameNumber(frame)}</a>
              ) : (
                `#${frameNumber(frame)}`
              )}
            </span>
          ))}
          {line.frames.length > named.length ? ` and ${line.frames.length - named.length} more` : ''}
        </span>
      )}
      {line.rules.map((rule) => (
        <span key={`${rule.table} ${rule.chain} ${rule.position}`}>
          rule {rule.table} {rule.chain} {rule.position}, {pluralize(rule.packets, 'packet')}
        </span>
      ))}
    </p>
  );
}

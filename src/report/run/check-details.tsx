import type { VNode } from 'preact';
import type { ExpectationRecord, Step } from '../../record/index.js';
import { formatDuration } from '../../text/index.js';
import { frameId, frameNumber } from '../ladder/dot.js';
import { linkToId, pluralize } from '../text.js';

const phases = [
  { phase: 'given', name: 'Given' },
  { phase: 'sabotage', name: 'Sabotage' },
  { phase: 'when', name: 'When' },
] as const;

/** Lists what was done, in order: where, the command, its output, exit status and duration. */
export function Steps({ steps }: { readonly steps: readonly Step[] }): VNode {
  if (steps.length === 0) return <p class="none">Nothing was done.</p>;
  return (
    <>
      {phases.map(({ phase, name }) => {
        const members = steps.filter((step) => step.phase === phase);
        return members.length === 0 ? null : (
          <div class={`phase ${phase}`} key={phase}>
            <p class="phase-name">{name}</p>
            <ol>
              {members.map((step, position) => (
                <StepItem key={position} step={step} />
              ))}
            </ol>
          </div>
        );
      })}
    </>
  );
}

/** Longer outputs are folded. */
const maxOpenLines = 10;

function StepItem({ step }: { readonly step: Step }): VNode {
  const output = step.output.trimEnd();
  const lines = output.split('\n').length;
  const hasFailed = step.status !== null && step.status !== 0;
  return (
    <li>
      <p class="command">
        <span class="place">{step.place}</span> <code>{step.command}</code>
      </p>
      {output === '' ? null : lines <= maxOpenLines ? (
        <pre>{output}</pre>
      ) : (
        <details>
          <summary>{lines} lines of output</summary>
          <pre>{output}</pre>
        </details>
      )}
      <p class="end">
        {step.status === null ? null : (
          <>
            <span class={hasFailed ? 'nonzero' : ''}>exit {step.status}</span>,{' '}
          </>
        )}
        {formatDuration(step.milliseconds)}
      </p>
    </li>
  );
}

/** Lists expectations: what was expected, whether it held, what was seen, and the frames and rules that settle it. */
export function Expectations({
  check,
  lines,
  shown,
  first,
}: {
  /** The check's id. */
  readonly check: string;
  readonly lines: readonly ExpectationRecord[];
  /** Indexes of the frames on the page; others get no link. */
  readonly shown: ReadonlySet<number>;
  /** Number of the first line. */
  readonly first: number;
}): VNode {
  return (
    <ol class="expectations" start={first}>
      {lines.map((line, position) => (
        <li key={position} class={findMark(line).className}>
          <span class="number" aria-hidden="true">
            {first + position}
          </span>
          <span class="mark">{findMark(line).text}</span>
          <p class="expected">
            {line.expected}
            {line.about === 'rules' ? <span class="about">{line.guard ? 'own rule' : 'rules'}</span> : null}
          </p>
          <p class="seen">{line.seen}</p>
          <SettlingEvidence check={check} line={line} shown={shown} />
        </li>
      ))}
    </ol>
  );
}

/** Returns how a line is marked: a rule that is not there does not fail a claim about behaviour. */
function findMark(line: ExpectationRecord): { readonly className: string; readonly text: string } {
  if (line.undocumented) return { className: 'unjudged', text: '– not judged' };
  if (line.inconclusive) return { className: 'inconclusive', text: '∅ inconclusive' };
  return line.held ? { className: 'held', text: '✓ held' } : { className: 'failed', text: '✗ failed' };
}

/** Frames listed for a line at most. */
const maxFrames = 12;

function SettlingEvidence({
  check,
  line,
  shown,
}: {
  readonly check: string;
  readonly line: ExpectationRecord;
  readonly shown: ReadonlySet<number>;
}): VNode | null {
  if (line.frames.length === 0 && line.rules.length === 0) return null;
  const listed = line.frames.slice(0, maxFrames);
  return (
    <p class="settles">
      {listed.length === 0 ? null : (
        <span>
          frame{listed.length === 1 ? '' : 's'}{' '}
          {listed.map((frame, position) => (
            <span key={frame}>
              {position === 0 ? '' : ', '}
              {shown.has(frame) ? (
                <a href={linkToId(frameId(check, frame))}>#{frameNumber(frame)}</a>
              ) : (
                `#${frameNumber(frame)}`
              )}
            </span>
          ))}
          {line.frames.length > listed.length ? ` and ${line.frames.length - listed.length} more` : ''}
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

import type { VNode } from 'preact';
import type { Step } from '../../record/index.js';
import { formatDuration } from '../../text/index.js';

const phases = [
  { phase: 'given', name: 'Given' },
  { phase: 'sabotage', name: 'Sabotage' },
  { phase: 'when', name: 'When' },
] as const;

/** What was done, in order: where, the command as typed, what it said, how it ended, how long it took. */
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
                <StepLine key={position} step={step} />
              ))}
            </ol>
          </div>
        );
      })}
    </>
  );
}

/** Lines of output shown open; more are folded. */
const openLines = 10;

function StepLine({ step }: { readonly step: Step }): VNode {
  const output = step.output.trimEnd();
  const lines = output.split('\n').length;
  const failed = step.status !== null && step.status !== 0;
  return (
    <li>
      <p class="command">
        <span class="place">{step.place}</span> <code>{step.command}</code>
      </p>
      {output === '' ? null : lines <= openLines ? (
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
            <span class={failed ? 'nonzero' : ''}>exit {step.status}</span>,{' '}
          </>
        )}
        {formatDuration(step.milliseconds)}
      </p>
    </li>
  );
}

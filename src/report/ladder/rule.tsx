import type { VNode } from 'preact';
import type { AppliedRule, Certainty } from '../../journey/index.js';

/** What a rule did to a packet: rewrote it, stopped it, accepted it for good, or only matched. */
type RuleRole = 'rewrote' | 'stopped' | 'accepted' | 'matched';

const rewriting = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP']);
const stopping = new Set(['DROP', 'REJECT']);

/** Classifies a rule by its verdict. ACCEPT counts only in the filter table, where it decides. */
export function classifyRule({ verdict, table, position }: AppliedRule): RuleRole {
  if (rewriting.has(verdict)) return 'rewrote';
  if (stopping.has(verdict)) return 'stopped';
  return verdict === 'ACCEPT' && table === 'filter' && position !== null ? 'accepted' : 'matched';
}

/**
 * Formats a rule's place: `nat POSTROUTING 1`, `filter FORWARD policy`; a rule deleted before it was listed has no
 * position.
 */
export function formatRulePlace({ table, chain, position, text }: AppliedRule): string {
  return [table, chain, position ?? (text.startsWith('-P ') ? 'policy' : '')].join(' ').trimEnd();
}

/** Shows a rule by its verdict, table, chain and position, and how it is known that it handled the packet. */
export function RuleName({
  rule,
  hidesVerdict = false,
}: {
  readonly rule: AppliedRule;
  readonly hidesVerdict?: boolean;
}): VNode {
  const { verdict, certainty, undone, reason } = rule;
  return (
    <>
      {hidesVerdict ? null : (
        <>
          <b>{verdict}</b>
          {undone === true ? ' undone,' : ''}{' '}
        </>
      )}
      {formatRulePlace(rule)}
      <span class={certainty === 'contradicted' ? 'certainty contradicted' : 'certainty'} title={reason}>
        {certainty === 'contradicted' ? `contradicted: ${reason ?? ''}` : certainties[certainty]}
      </span>
    </>
  );
}

const certainties: Readonly<Record<Exclude<Certainty, 'contradicted'>, string>> = {
  traced: 'traced',
  conntrack: 'by conntrack',
  flow: 'by its flow',
  counter: 'by its counter',
};

/** Returns whether to print a rule's text: rules known from their flow are printed with the flow's first packet. */
export function isTextShown({ certainty }: AppliedRule): boolean {
  return certainty !== 'conntrack' && certainty !== 'flow';
}

/** Shows a rule's text so that a narrow box breaks it between its options. */
export function RuleText({ rule: { text } }: { readonly rule: AppliedRule }): VNode {
  return (
    <code>
      {text.split(/ (?=! -|(?<!! )-)/).map((option, position) => (
        <span key={position} class="option">
          {option}{' '}
        </span>
      ))}
    </code>
  );
}

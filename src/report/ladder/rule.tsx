import type { VNode } from 'preact';
import { describeHook, isPolicy, type AppliedRule, type Certainty } from '../../journey/index.js';

/** What a rule did to a packet: rewrote it, stopped it, accepted it for good, or only matched. */
type RuleRole = 'rewrote' | 'stopped' | 'accepted' | 'matched';

const rewriting = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP']);
const stopping = new Set(['DROP', 'REJECT']);

const filtering = new Set(['input', 'forward', 'output']);

/**
 * Classifies a rule by its verdict. ACCEPT counts only where packets are filtered: in iptables' filter table, and in
 * native chains at the hooks of that table.
 */
export function classifyRule({ verdict, table, hook, priority, position }: AppliedRule): RuleRole {
  if (rewriting.has(verdict)) return 'rewrote';
  if (stopping.has(verdict)) return 'stopped';
  const filters = priority === undefined ? table === 'filter' : filtering.has(hook);
  return verdict === 'ACCEPT' && filters && position !== null ? 'accepted' : 'matched';
}

/**
 * Formats a rule's place: `nat POSTROUTING 1`, `filter FORWARD policy`; a rule deleted before it was listed has no
 * position.
 */
export function formatRulePlace({ table, chain, position, text }: AppliedRule): string {
  return [table, chain, position ?? (isPolicy(text) ? 'policy' : '')].join(' ').trimEnd();
}

/** Formats a rule's place with the hook and priority of a native one: `inet shop late 1 at forward priority 10`. */
export const formatFullPlace = (rule: AppliedRule): string =>
  `${formatRulePlace(rule)}${rule.priority === undefined || rule.undone === true ? '' : ` at ${describeHook(rule)}`}`;

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
      {formatFullPlace(rule)}
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

/** Formats a rule's text with the element of its verdict map that decided. */
export const formatRuleText = ({ text, element }: AppliedRule): string =>
  element === undefined ? text : `${text} { ${element} }`;

/** Shows a rule's text so that a narrow box breaks it between iptables' options or nft's words. */
export function RuleText({ rule }: { readonly rule: AppliedRule }): VNode {
  if (rule.priority !== undefined) return <code>{formatRuleText(rule)}</code>;
  return (
    <code>
      {rule.text.split(/ (?=! -|(?<!! )-)/).map((option, position) => (
        <span key={position} class="option">
          {option}{' '}
        </span>
      ))}
    </code>
  );
}

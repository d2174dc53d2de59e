import type { RuleNames } from './rule-names.js';
import { isHook, type ChainPass, type TraceMessage } from '../types.js';

/** A pass whose messages are still being read. */
interface OpenPass extends Omit<ChainPass, 'steps' | 'dropped' | 'complete'> {
  readonly family: string;
  readonly table: string;
  readonly steps: ChainPass['steps'][number][];
  dropped: boolean;
  complete: boolean;
  /** True if a chain of docknet's own skipped a packet that was traced already. */
  alreadyTraced: boolean;
}

/** Passes in the order of their beginnings, and the number of messages without one. */
export interface Passes {
  readonly passes: readonly ChainPass[];
  readonly orphans: number;
}

/**
 * Groups a trace's messages into passes, one packet through one base chain, in the order of their beginnings. Messages
 * of different packets are interleaved: a REJECT's reply passes its chains before the rejected packet's drop is
 * reported.
 *
 * @param own Name of docknet's own inet table.
 * @param interfaces Names by index, for those that the trace gives as an index.
 */
export function buildNftPasses(
  messages: readonly TraceMessage[],
  names: RuleNames,
  own: string,
  interfaces: Readonly<Record<string, string>>,
): Passes {
  const toName = (name: string | null): string | null => (name === null ? null : (interfaces[name] ?? name));
  const passes: OpenPass[] = [];
  let orphans = 0;
  /** Null while a packet is in a chain at another hook than IP's. */
  const current = new Map<string, OpenPass | null>();
  for (const message of messages) {
    const { id, family, table, event } = message;
    if (event.kind === 'packet') {
      const base = names.findBase(message);
      if (base === null) continue;
      if (!isHook(base.hook)) {
        current.set(id, null);
        continue;
      }
      const pass: OpenPass = {
        hook: base.hook,
        priority: base.priority,
        nat: base.type === 'nat',
        ownChain: family === 'inet' && table === own,
        id,
        in: toName(event.in),
        out: toName(event.out),
        header: event.header,
        family,
        table,
        steps: [],
        dropped: false,
        complete: false,
        alreadyTraced: false,
      };
      passes.push(pass);
      current.set(id, pass);
      continue;
    }
    const pass = current.get(id);
    if (pass === null) continue;
    if (pass === undefined || pass.complete || pass.family !== family || pass.table !== table) {
      orphans += 1;
      continue;
    }
    if (event.kind === 'policy') {
      if (!pass.ownChain)
        pass.steps.push({ rule: names.namePolicy(message, event.verdict), verdict: event.verdict.toUpperCase() });
      endPass(pass, event.verdict);
    } else {
      const rule = names.nameRule(message, event.handle, event.text);
      if (pass.ownChain && event.verdict.startsWith('accept')) pass.alreadyTraced = true;
      if (!pass.ownChain) {
        const element = names.findElement(message, rule, event.verdict, pass);
        pass.steps.push({
          rule,
          verdict: toVerdict(event.verdict, rule.target),
          ...(element === null ? {} : { element }),
        });
      }
      endPass(pass, event.verdict);
    }
  }
  return { passes: passes.filter(({ alreadyTraced }) => !alreadyTraced), orphans };
}

function endPass(pass: OpenPass, verdict: string): void {
  if (verdict === 'drop') pass.dropped = true;
  if (['accept', 'drop', 'queue', 'stolen'].includes(verdict.split(' ')[0] ?? '')) pass.complete = true;
}

/** Prefers iptables' target to nft's verdict: nft traces a REJECT as a drop, a DNAT as an accept. */
function toVerdict(verdict: string, target: string | null): string {
  const [word = '', to] = verdict.split(' ');
  if ((word === 'jump' || word === 'goto') && to !== undefined) return to;
  if (word === 'drop') return target === 'REJECT' ? 'REJECT' : 'DROP';
  return target ?? word.toUpperCase();
}

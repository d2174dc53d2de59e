import type { RuleNames } from './rule-names.js';
import type { ChainPass, TraceMessage } from '../types.js';

interface OpenPass extends Omit<ChainPass, 'steps' | 'dropped' | 'complete'> {
  readonly family: string;
  readonly table: string;
  readonly steps: ChainPass['steps'][number][];
  dropped: boolean;
  complete: boolean;
  /** True where a chain of docknet's own let a packet go that was being traced already. */
  again: boolean;
}

/** Passes in the order in which they began, and how many messages belong to none. */
export interface Passes {
  readonly passes: readonly ChainPass[];
  readonly stray: number;
}

/**
 * Puts the messages of a trace together, one base chain and packet at a time, in the order in which the chains began. Messages of
 * different packets come mixed: while REJECT answers, the answer's own passes stand between the packet and its drop.
 *
 * @param own Name of docknet's own inet table.
 * @param interfaces Names by index, for those that the trace tells by index.
 */
export function passesOf(
  messages: readonly TraceMessage[],
  names: RuleNames,
  own: string,
  interfaces: Readonly<Record<string, string>>,
): Passes {
  const called = (name: string | null): string | null => (name === null ? null : (interfaces[name] ?? name));
  const passes: OpenPass[] = [];
  let stray = 0;
  const current = new Map<string, OpenPass>();
  for (const message of messages) {
    const { id, family, table, event: said } = message;
    if (said.kind === 'packet') {
      const hook = names.hook(message);
      if (hook === null) continue;
      const pass: OpenPass = {
        hook,
        ownChain: family === 'inet' && table === own,
        id,
        in: called(said.in),
        out: called(said.out),
        header: said.header,
        family,
        table,
        steps: [],
        dropped: false,
        complete: false,
        again: false,
      };
      passes.push(pass);
      current.set(id, pass);
      continue;
    }
    const pass = current.get(id);
    if (pass === undefined || pass.complete || pass.family !== family || pass.table !== table) {
      stray += 1;
      continue;
    }
    if (said.kind === 'policy') {
      if (!pass.ownChain)
        pass.steps.push({ rule: names.policy(message, said.verdict), verdict: said.verdict.toUpperCase() });
      end(pass, said.verdict);
    } else {
      const rule = names.rule(message, said.handle, said.text);
      if (pass.ownChain && said.verdict.startsWith('accept')) pass.again = true;
      if (!pass.ownChain) pass.steps.push({ rule, verdict: verdictOf(said.verdict, rule.target) });
      end(pass, said.verdict);
    }
  }
  return { passes: passes.filter(({ again }) => !again), stray };
}

function end(pass: OpenPass, verdict: string): void {
  if (verdict === 'drop') pass.dropped = true;
  if (['accept', 'drop', 'queue', 'stolen'].includes(verdict.split(' ')[0] ?? '')) pass.complete = true;
}

/** nft says what became of the packet; iptables' target says by what: a REJECT is traced as a drop, a DNAT as an accept. */
function verdictOf(verdict: string, target: string | null): string {
  const [word = '', to] = verdict.split(' ');
  if ((word === 'jump' || word === 'goto') && to !== undefined) return to;
  if (word === 'drop') return target === 'REJECT' ? 'REJECT' : 'DROP';
  return target ?? word.toUpperCase();
}

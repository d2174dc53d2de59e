import type { VNode } from 'preact';
import type { CheckRecord, RuleReference } from '../../record/index.js';
import type { FirewallChange } from '../types.js';

interface RuleLine {
  readonly kind: string;
  readonly table: string;
  readonly chain: string;
  /** Of a base chain of nftables: `forward, priority 0`. */
  readonly hook: string | null;
  readonly position: number | null;
  readonly packets: number;
  readonly text: string;
}

/**
 * Shows the rules of a check: those its expectations name, and those that changed or counted during the traffic.
 *
 * @param changes null if the firewall was not read.
 * @param hooks Hook and priority of nftables' base chains, by table and chain.
 */
export function Rules({
  check,
  changes,
  hooks = new Map(),
}: {
  readonly check: CheckRecord;
  readonly changes: readonly FirewallChange[] | null;
  readonly hooks?: ReadonlyMap<string, string> | undefined;
}): VNode {
  const lines = listRules(check, changes ?? [], hooks);
  if (lines.length === 0)
    return (
      <p class="none">
        {changes === null
          ? 'The firewall was not read for this check.'
          : 'No rule changed or counted during the traffic.'}
      </p>
    );
  return (
    <div class="rules" tabIndex={0} role="region" aria-label={`Rules of ${check.id}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Chain</th>
            <th scope="col" class="figure">
              No.
            </th>
            <th scope="col" class="figure">
              Packets
            </th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, position) => (
            <tr key={position} class={line.packets > 0 ? 'moved' : ''}>
              <td>{line.table}</td>
              <td>
                {line.chain}
                {line.hook === null ? null : <span class="kind"> {line.hook}</span>}
              </td>
              <td class="figure">{line.position ?? ''}</td>
              <td class="figure packets">{line.packets}</td>
              <td>
                <code>{line.text}</code>
                {line.kind === '' ? null : <span class="kind"> {line.kind}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Lists each rule once: those that expectations name first, with their position. */
function listRules(
  check: CheckRecord,
  changes: readonly FirewallChange[],
  hooks: ReadonlyMap<string, string>,
): readonly RuleLine[] {
  const keyOf = ({ table, chain, text }: Pick<FirewallChange, 'table' | 'chain' | 'text'>): string =>
    JSON.stringify([table, chain, text]);
  const hookOf = ({ table, chain }: Pick<FirewallChange, 'table' | 'chain'>): string | null =>
    hooks.get(`${table} ${chain}`) ?? null;
  const named = new Map<string, RuleReference>();
  for (const rule of [...check.expectations, ...check.instead].flatMap(({ rules }) => rules))
    named.set(keyOf(rule), rule);
  const changed = new Map(changes.map((change): [string, FirewallChange] => [keyOf(change), change]));
  return [
    ...[...named].map(([key, rule]) => ({ ...rule, kind: describeKind(changed.get(key)), hook: hookOf(rule) })),
    ...changes
      .filter((change) => !named.has(keyOf(change)))
      .map((change) => ({ ...change, kind: describeKind(change), hook: hookOf(change), position: null })),
  ];
}

function describeKind(change: FirewallChange | undefined): string {
  return change === undefined || change.kind === 'counted' ? '' : `${change.kind} during the traffic`;
}

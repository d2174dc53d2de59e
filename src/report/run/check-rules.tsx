import type { VNode } from 'preact';
import type { CheckRecord, RuleReference } from '../../record/index.js';
import type { FirewallChange } from '../types.js';

interface RuleLine {
  readonly kind: string;
  readonly table: string;
  readonly chain: string;
  readonly position: number | null;
  readonly packets: number;
  readonly text: string;
}

/**
 * Shows the rules of a check: those its expectations name, and those that changed or counted during the traffic.
 *
 * @param changes null if the firewall was not read.
 */
export function Rules({
  check,
  changes,
}: {
  readonly check: CheckRecord;
  readonly changes: readonly FirewallChange[] | null;
}): VNode {
  const lines = listRules(check, changes ?? []);
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
              <td>{line.chain}</td>
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
function listRules(check: CheckRecord, changes: readonly FirewallChange[]): readonly RuleLine[] {
  const named = new Map<string, RuleReference>();
  for (const rule of [...check.expectations, ...check.instead].flatMap(({ rules }) => rules))
    named.set(`${rule.table} ${rule.text}`, rule);
  const changed = new Map(
    changes.map((change): [string, FirewallChange] => [`${change.table} ${change.text}`, change]),
  );
  return [
    ...[...named].map(([key, { table, chain, position, packets, text }]) => ({
      kind: describeKind(changed.get(key)),
      table,
      chain,
      position,
      packets,
      text,
    })),
    ...changes
      .filter(({ table, text }) => !named.has(`${table} ${text}`))
      .map((change) => ({
        kind: describeKind(change),
        table: change.table,
        chain: /^-A (\S+)/.exec(change.text)?.[1] ?? '',
        position: null,
        packets: change.packets,
        text: change.text,
      })),
  ];
}

function describeKind(change: FirewallChange | undefined): string {
  return change === undefined || change.kind === 'counted' ? '' : `${change.kind} during the traffic`;
}

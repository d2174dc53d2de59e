import type { VNode } from 'preact';
import type { Side } from '../../compare/index.js';
import { formatTime } from '../../text/index.js';

const rows: readonly (readonly [string, (side: Side) => string])[] = [
  ['Engine', ({ record }) => record.cell.engine.version],
  ['containerd, runc', ({ record }) => `${record.cell.engine.containerd}, ${record.cell.engine.runc}`],
  ['Kernel', ({ record }) => record.cell.kernel.release],
  ['iptables', ({ record }) => `${record.cell.firewall.iptables} (${record.cell.firewall.backend})`],
  ['Architecture', ({ record }) => record.cell.architecture],
  ['System', ({ record }) => record.cell.system],
  ['docknet', ({ record }) => record.run.docknet],
  ['Checks', ({ record }) => String(record.checks.length)],
  ['Run on', ({ record }) => formatTime(record.run.started)],
];

/** The two cells side by side, what differs marked: so that a reader sees what else than the engine was changed. */
export function Cells({ base, candidate }: { readonly base: Side; readonly candidate: Side }): VNode {
  return (
    <section aria-labelledby="cells">
      <h2 id="cells">The two runs</h2>
      <table class="cells">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen-text">What</span>
            </th>
            <th scope="col">Base</th>
            <th scope="col">Candidate</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => {
            const [was, is] = [value(base), value(candidate)];
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{was}</td>
                <td>{was === is || name === 'Run on' ? is : <mark>{is}</mark>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

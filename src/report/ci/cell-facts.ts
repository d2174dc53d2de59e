import type { RunRecord } from '../../record/index.js';
import { formatConfig } from '../text.js';

/** Lists what tells a run's environment from others, by name. */
export function listCellFacts({ cell, run }: RunRecord): readonly (readonly [name: string, value: string])[] {
  const { engine, kernel, firewall } = cell;
  return [
    ['engine', engine.version],
    ['engine.source', engine.kind],
    ['kernel', kernel.release],
    ...(cell.machine === undefined ? [] : [['accelerator', cell.machine.accelerator] as const]),
    ['firewall.backend', firewall.backend],
    ['iptables', `${firewall.iptables} (${firewall.program})`],
    ['daemon.json', formatConfig(cell)],
    ['architecture', cell.architecture],
    ['system', cell.system],
    ['docknet', run.docknet],
  ];
}

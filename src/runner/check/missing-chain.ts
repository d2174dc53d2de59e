import { describeMissingChain, type CheckContext, type MissingChain, type Topology } from '../../check/index.js';
import { deviatesBefore, type Judgement } from './weigh.js';

/**
 * Returns whether a missing chain is a deviation: DOCKER-USER, into which users load their rules, on an engine that
 * manages iptables; and any that the traffic lacks under a sabotage, which took it away. A sabotage that itself needs a
 * missing chain proves nothing.
 */
export function isDeviation(
  { table, chain }: MissingChain,
  { lab, phase, sabotaged }: Pick<CheckContext, 'lab' | 'phase' | 'sabotaged'>,
  { firewallBackend }: Topology['engine'],
): boolean {
  if (phase === 'sabotage') return false;
  if (sabotaged) return true;
  const managed = firewallBackend === 'iptables' && lab.parts.settings['iptables'] !== false;
  return managed && table === 'filter' && chain === 'DOCKER-USER';
}

/** Judges a check whose rules could not be loaded, because their chain is not there. */
export const deviatesFor = (missing: MissingChain): Judgement =>
  deviatesBefore({
    expected: `rules can be loaded into ${missing.chain}`,
    missingChain: `${missing.table} ${missing.chain}`,
    seen: describeMissingChain(missing),
  });

/** Judges a check that adds a rule to a chain of another engine's. */
export const notApplicableFor = (
  missing: MissingChain,
  { version, firewallBackend }: Topology['engine'],
): Judgement => ({
  verdict: 'not applicable',
  reason: `engine ${version}, ${firewallBackend} backend: ${describeMissingChain(missing)}`,
  rulesFinding: null,
  expectations: [],
  instead: [],
});

import { describeMissingChain, type CheckContext, type MissingChain, type Topology } from '../../check/index.js';
import { describeFailures, type Judgement } from './weigh.js';

/**
 * Returns whether a missing chain is a deviation: DOCKER-USER, into which users load their rules, on an engine that
 * manages iptables. Under a sabotage nothing was claimed of it.
 */
export function isDeviation(
  { table, chain }: MissingChain,
  { lab, phase }: Pick<CheckContext, 'lab' | 'phase'>,
  { firewallBackend }: Topology['engine'],
): boolean {
  const managed = firewallBackend === 'iptables' && lab.parts.settings['iptables'] !== false;
  return managed && phase !== 'sabotage' && table === 'filter' && chain === 'DOCKER-USER';
}

/** Judges a check whose users' rules could not be loaded, because DOCKER-USER is not there. */
export function deviatesFor(missing: MissingChain): Judgement {
  const line: Judgement['expectations'][number] = {
    expected: 'users’ rules can be loaded into DOCKER-USER',
    about: 'behaviour',
    guard: false,
    undocumented: false,
    held: false,
    missingChain: `${missing.table} ${missing.chain}`,
    seen: describeMissingChain(missing),
    inconclusive: false,
    frames: [],
    rules: [],
  };
  return {
    verdict: 'deviates',
    reason: describeFailures([line]),
    rulesFinding: null,
    expectations: [line],
    instead: [],
  };
}

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

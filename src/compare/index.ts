export { groupAlike, type AlikeChanges } from './alike.js';
export { attributeDifference, countAttributions, type Attribution, type MissingCell } from './attribution.js';
export { selectGrid } from './blame.js';
export { behaviourFile, formatBehaviours, parseBehaviours } from './behaviour-file.js';
export { buildBehaviour, findDifferingJourneys, type BehaviourInput, type FirewallAround } from './behaviour.js';
export { isSameCell, listCellDifferences, pairCells, type CellPair, type ComparedCell } from './cells.js';
export { diffRules, groupChains, type RuleLine } from './chain-difference.js';
export { listFirewallChains } from './chains.js';
export { changeKinds, compareRuns } from './compare.js';
export {
  countChanges,
  describeChains,
  describeCounts,
  exportComparison,
  formatPath,
  groupIncomparable,
  groupReach,
  hasRegression,
  kindLabels,
} from './describe.js';
export { labelCells, shortenRelease } from './factors.js';
export { findNearestCell, guestKernel } from './nearest.js';
export { attributePackets } from './packets.js';
export type * from './types.js';
export { compareVersions, isVersionBetween, selectRunsBetween } from './versions.js';

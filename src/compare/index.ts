export { differences, sameCell } from './cell-difference.js';
export { behaviourOf, type BehaviourInput, type FirewallAround } from './behaviour.js';
export { behaviourFile, readBehaviours, writeBehaviours } from './behaviour-file.js';
export { changeKinds, compare } from './compare.js';
export { hopText } from './canonical-journey.js';
export { ruleGroups, type RuleGroup } from './rule-groups.js';
export { ruleLines, type RuleLine } from './rule-lines.js';
export {
  chainCounts,
  changeCounts,
  comparisonData,
  comparisonLine,
  incomparableGroups,
  kindWords,
  reachWords,
  wayText,
} from './told.js';
export type * from './types.js';

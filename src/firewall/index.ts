export { FirewallError } from './error.js';
export { parseSnapshot } from './snapshot.js';
export { findRule, policyOf, ruleText, rulesOf } from './find.js';
export { counted, difference } from './difference.js';
export { inverse } from './inverse.js';
export { readRuleset, readSnapshot, type Listing, type Run } from './read.js';
export type { Chain, Rule, RuleChange, Snapshot } from './types.js';

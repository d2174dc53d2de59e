/** Finds the first engine on which a check behaves otherwise: halving, and judging a trial by its comparison. Pure. */
export { classifyDifference, judgeTrial, type Difference } from './classify.js';
export { chooseNext, narrow, type Span, type TrialResult } from './halving.js';

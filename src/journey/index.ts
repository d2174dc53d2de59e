export { attributeRules } from './attribute.js';
export {
  describeCertainty,
  describeHook,
  describeHop,
  describeJourney,
  describeRule,
  isPolicy,
  selectDecisions,
} from './describe.js';
export type { PlaceOf } from './flow.js';
export { compareFrames, countRelevantBytes, decodeFrame, decodeFrames } from './frame.js';
export { createHops, findTranslations, sortByPath, type Region } from './hops.js';
export { Joiner, joinFrames } from './join.js';
export { FlowRules } from './nat-rules.js';
export { FrameNotes, type FrameNote } from './notes.js';
export { markEndings, relateJourneys, type LocalPoints } from './relate.js';
export type * from './types.js';

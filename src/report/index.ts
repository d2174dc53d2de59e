/**
 * Records, comparisons, matrices and traces as HTML and Markdown. Pure: callers read the evidence and write the pages.
 */
export { renderBisection } from './bisection/page.js';
export { renderComparisonList } from './comparison/list.js';
export { renderComparisonMarkdown } from './comparison/markdown.js';
export { renderComparison } from './comparison/page.js';
export { findTitle } from './documents/outlines.js';
export { renderDocuments } from './documents/page.js';
export { compareCells } from './matrix/compare-cells.js';
export { renderMatrix } from './matrix/page.js';
export { formatEndpoint, summarizePacket } from './packet-summary.js';
export { documentsPage } from './page.js';
export { renderRunList } from './run-list.js';
export { renderRun } from './run/page.js';
export {
  isLinkChatter,
  maxPathPoints,
  removeFloodCopies,
  requestsLinkChatter,
  selectContainers,
  selectRelevant,
} from './select-journeys.js';
export { linkToFile } from './text.js';
export { renderTrace } from './trace.js';
export type * from './types.js';
export { describeFinding, type Finding } from './verdict.js';

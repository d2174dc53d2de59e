/**
 * Records, comparisons, matrices and traces as HTML and Markdown; runs as JUnit, CTRF, TAP and annotations, too. Pure:
 * callers read the evidence and write the files.
 */
export { renderBisection } from './bisection/page.js';
export { renderAnnotations } from './ci/annotations.js';
export { renderCtrf } from './ci/ctrf.js';
export { renderJunit } from './ci/junit.js';
export { listTests, needsEvidence } from './ci/outcome.js';
export { maxSummary, renderSummary } from './ci/summary.js';
export { renderTap } from './ci/tap.js';
export type * from './ci/types.js';
export { renderComparisonList } from './comparison/list.js';
export { renderComparisonMarkdown } from './comparison/markdown.js';
export { renderComparison } from './comparison/page.js';
export { findTitle } from './documents/outlines.js';
export { renderDocuments } from './documents/page.js';
export { renderFaults } from './faults/page.js';
export { compareCells, describeDifference } from './matrix/compare-cells.js';
export { renderMatrix } from './matrix/page.js';
export { formatEndpoint, summarizePacket } from './packet-summary.js';
export { documentsPage } from './page.js';
export { renderRunList } from './run-list.js';
export { renderRun } from './run/page.js';
export { renderProblems } from './run/problems.js';
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

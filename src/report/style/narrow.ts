/** Phones, and paper. */
export const narrow = `
@media (max-width: 60rem) {
  .overview, .pair { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  body { padding: 0 0.75rem 3rem; }
  .cell { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .count { grid-template-columns: 1.375rem 2.25rem minmax(0, 1fr); }
  .count .meaning { grid-column: 3; }
  .check > summary { grid-template-columns: 1.375rem minmax(0, 1fr) auto; }
  .check > summary .title { grid-column: 2 / -1; }
  .check > summary .standing { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .check > summary .took { grid-column: 3; grid-row: 1; }
  .check[open] > summary { position: relative; top: 0; }
  .check .body { padding: 0.75rem 0.6rem 1rem; }
  .ladder { --what: 0rem; --least: 11rem; }
  .ladder .packet { display: block; }
  .ladder .what .detail { display: inline; }
  .ladder .what { display: flex; flex-wrap: wrap; gap: 0 0.75rem; width: fit-content; max-width: 100cqw; border-right: 0; padding: 0.35rem 0.5rem 0 2.1rem; background: none; }
  .ladder-head .note { flex-basis: 100%; }
  .finder h2 { display: none; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  .finder, .bar nav, .readout, dialog { display: none; }
  .check[open] > summary, .ladder .points, .ladder .what { position: static; }
  .rungs, .rules { overflow: visible; max-height: none; }
  .check { break-inside: avoid-page; }
}
`;

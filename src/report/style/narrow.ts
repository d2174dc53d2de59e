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
  .frames th.packet { min-width: 6.5rem; max-width: 7.5rem; width: 7rem; padding: 0.35rem 0.4rem; }
  .finder h2 { display: none; }
  .hop { scroll-margin-left: 8rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  .finder, .bar nav, .readout, dialog { display: none; }
  .check[open] > summary, .frames thead th, .frames th.packet { position: static; }
  .frames, .rules { overflow: visible; max-height: none; }
  .check { break-inside: avoid-page; }
}
`;

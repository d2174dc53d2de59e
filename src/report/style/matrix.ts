/** The page of a matrix: cells as columns, checks as rows. */
export const matrix = `
.matrix-page { --sign: 5.5rem; }
.verdict { font-size: 1.25rem; margin: 1.25rem 0 0.75rem; letter-spacing: -0.01em; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 2rem; border-top: 1px solid var(--line); margin-bottom: 1rem; }
.cards > li { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.cards h2 { font-size: 1.25rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.cards p { overflow-wrap: anywhere; }
.cards .tally { display: flex; flex-wrap: wrap; gap: 0.35rem 1rem; margin-top: 0.4rem; }
.cards .tally li { display: flex; gap: 0.4rem; align-items: center; }
.chip.look { background: var(--new); color: var(--on-new); }
.chip.differs { background: var(--known); color: var(--on-known); border-color: var(--known-line); }
.chip.same { color: var(--muted); border-color: var(--line); }
.chip.absent { border: 1px dotted var(--muted); border-radius: 50%; }

.heads, .signs { display: grid; grid-auto-flow: column; grid-auto-columns: var(--sign); text-align: center; }
.heads { margin-left: auto; font-weight: 600; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.heads li { overflow-wrap: anywhere; padding: 0 0.15rem; }
.row { position: relative; }
.row:has(> .check[hidden]) { display: none; }
.signs { position: absolute; right: 0; top: 0; z-index: 2; min-height: 2.25rem; align-items: center; }
.signs li { display: grid; place-items: center; }
.signs .chip { width: 2.25rem; height: 1.5rem; }
.signs a.chip:hover { outline: 2px solid var(--ink); }
.row .check > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; padding: 0.35rem 0.35rem; min-height: 2.25rem; border-bottom: 1px solid var(--line); position: static; }
.row .check > summary > * { min-width: 0; overflow-wrap: anywhere; }
.row .check > summary .title { flex: 1 1 16rem; }
.row .follows { color: var(--muted); font-size: 0.75rem; }
.row .check[open] > summary { border-top: 0; top: auto; }
.claimed { border-left: 3px solid var(--line); padding-left: 0.9rem; max-width: 80ch; overflow-wrap: anywhere; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem 1.5rem; }
.side { min-width: 0; border-top: 2px solid var(--line); padding-top: 0.4rem; }
.side h4 { display: flex; align-items: center; gap: 0.45rem; font-size: 1rem; }
.side h5 { margin-top: 0.5rem; }
.side p, .side code { overflow-wrap: anywhere; }
.because { background: var(--faint); padding: 0.3rem 0.6rem; margin: 0.3rem 0; }
.lines li { display: grid; grid-template-columns: 1.1rem minmax(0, 1fr); gap: 0.35rem; padding: 0.2rem 0; border-bottom: 1px solid var(--faint); }
.lines .mark { font-weight: 700; }
.lines .held .mark { color: var(--held); }
.lines .failed .mark, .lines .failed .seen { color: var(--failed); }
.lines .seen { color: var(--muted); font-size: 0.8125rem; }
.packets { margin-top: 0.5rem; font-size: 0.75rem; }
.packets li { padding: 0.2rem 0 0.2rem 0.5rem; border-left: 2px solid var(--line); margin-bottom: 0.15rem; color: var(--muted); overflow-wrap: anywhere; }
.packets .settling { border-color: var(--link); color: var(--ink); }
.packets .settling .kind { font-weight: 600; }
.packets code { font-size: 0.75rem; }
.packets .way { display: block; }
.packets .ended { color: var(--failed); }
.ruled { margin-top: 0.5rem; font-size: 0.75rem; }
.ruled code { font-size: 0.75rem; }
@media (min-width: 40.01rem) {
  .matrix-page:not(.many) .row .check > summary { padding-right: calc(var(--cells, 3) * var(--sign) + 0.75rem); }
}
@media (max-width: 40rem) {
  .matrix-page { --sign: 3.4rem; }
  .heads { font-size: 0.625rem; width: 100%; justify-content: end; }
  .heads li { padding: 0; }
  .finder output { display: none; }
  .row .check > summary { display: block; padding-right: calc(var(--cells, 3) * var(--sign) + 0.35rem); }
  .row .check > summary .title { display: none; }
  .row .check[open] > summary .title { display: block; }
}
.many .signs { position: static; grid-auto-flow: row; grid-template-columns: repeat(auto-fill, minmax(2.75rem, 1fr)); justify-items: start; padding: 0.35rem 0 0; }
.many .heads { grid-auto-flow: row; grid-template-columns: repeat(auto-fill, minmax(3.5rem, 1fr)); width: 100%; }
`;

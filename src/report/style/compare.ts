/** The page of a comparison. */
export const comparison = `
.versus { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 1.5rem 2rem; margin-top: 1.25rem; }
.versus h2, .changes > h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
.kinds { border-top: 1px solid var(--line); }
.kinds li { display: grid; grid-template-columns: 1.375rem 2.25rem 10.5rem minmax(0, 1fr); gap: 0 0.6rem; align-items: center; min-height: 2.25rem; padding: 0.3rem 0.35rem; border-bottom: 1px solid var(--line); }
.kinds b { font-size: 1.125rem; text-align: right; font-variant-numeric: tabular-nums; }
.kinds .name { font-weight: 600; }
.kinds .meaning { color: var(--muted); font-size: 0.75rem; line-height: 1.3; }
.kinds .empty b, .kinds .empty .name { font-weight: 400; color: var(--muted); }
.chip.kind-regression { background: var(--new); color: var(--on-new); }
.chip.kind-fix { background: var(--conforms); color: var(--on-conforms); }
.chip.kind-changed { background: var(--known); color: var(--on-known); border-color: var(--known-line); }
.chip.kind-undecided { background: var(--broken); color: var(--on-broken); border-radius: 50%; }
.chip.kind-rules, .chip.kind-added, .chip.kind-vanished, .chip.kind-incomparable { color: var(--muted); border-color: var(--line); }
.cells { border-collapse: collapse; width: 100%; }
.cells th, .cells td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.cells tbody th { font-weight: 400; color: var(--muted); overflow-wrap: normal; }
.reach { margin-top: 2rem; }
.reach > h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
.reach > h2 small { margin-left: 0.5rem; }
.reach li { display: grid; grid-template-columns: 1.375rem minmax(0, 17rem) minmax(0, 1fr); gap: 0.1rem 0.75rem; align-items: baseline; padding: 0.4rem 0.35rem; border-top: 1px solid var(--line); }
.reach li > .chip { align-self: start; }
.reach a { font-weight: 600; overflow-wrap: anywhere; }
.reach p { max-width: 90ch; overflow-wrap: anywhere; }
.changes { margin-top: 2rem; }
.changes > h2 small { margin-left: 0.5rem; }
.lone { border-top: 1px solid var(--line); }
.lone li { padding: 0.25rem 0.35rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.change { border-bottom: 1px solid var(--line); }
.changes > h2 + .change { border-top: 1px solid var(--line); }
.change > summary { display: grid; grid-template-columns: 1.375rem minmax(0, 17rem) minmax(0, 1fr); gap: 0.1rem 0.75rem; align-items: baseline; padding: 0.4rem 0.35rem; cursor: pointer; list-style: none; }
.change > summary::-webkit-details-marker { display: none; }
.change > summary > .chip { align-self: start; }
.change > summary > h3:first-child { grid-column: 1 / 3; }
.change > summary:hover { background: var(--faint); }
.change > summary h3, .change > summary p { overflow-wrap: anywhere; }
.change > summary p { max-width: 90ch; }
.change[open] { background: var(--sheet); }
.change > .body { padding: 0.25rem 1rem 1.25rem 2.5rem; display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.change .title { color: var(--muted); }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.5rem 2rem; max-width: 60rem; }
.sides dt { color: var(--muted); font-size: 0.75rem; }
.sides dd { overflow-wrap: anywhere; }
.lines h4 { color: var(--muted); font-size: 0.75rem; font-weight: 400; }
.lines li { overflow-wrap: anywhere; max-width: 90ch; }
.ways { border-collapse: collapse; table-layout: fixed; width: 100%; max-width: 60rem; background: var(--sheet); border: 1px solid var(--line); }
.ways caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; overflow-wrap: anywhere; }
.ways th, .ways td { text-align: left; vertical-align: top; width: 50%; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.ways th { background: var(--faint); font-weight: 600; }
.ways th + th, .ways td + td { border-left: 1px solid var(--line); }
.ways tr:last-child > td { border-bottom: 0; }
.ways td:not(:empty)::before { content: "↓ "; color: var(--muted); }
.ways tr:first-child > td::before, .ways td.absent::before, .ways .ends td::before { content: none; }
.ways .step { color: var(--muted); font-size: 0.8125rem; margin-left: 0.6em; }
.ways .parting > td { background: var(--mark); color: var(--on-mark); }
.ways .parting .step, .ways .parting > td::before { color: inherit; }
.ways td.absent { font-style: italic; }
.ways .after td { color: var(--muted); }
.ways .ends td { border-top: 1px solid var(--line); color: var(--failed); }
.ways .ends td:empty { padding: 0; }
.chains > summary { cursor: pointer; width: fit-content; color: var(--link); }
.chain { margin-top: 0.75rem; max-width: 80rem; }
.chain ol { border: 1px solid var(--line); background: var(--sheet); overflow-x: auto; margin-top: 0.2rem; padding: 0.25rem 0; }
.chain li { white-space: pre; padding: 0 0.6rem; width: max-content; min-width: 100%; }
.chain li > span[aria-hidden] { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
.chain li.both { color: var(--muted); }
.chain li.base { background: var(--new-wash); color: var(--failed); }
.chain li.candidate { background: var(--conforms); color: var(--on-conforms); }
@media (max-width: 60rem) { .versus { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .kinds li { grid-template-columns: 1.375rem 2.25rem minmax(0, 1fr); }
  .kinds .meaning { grid-column: 3; }
  .change > summary { grid-template-columns: 1.375rem minmax(0, 1fr); }
  .change > summary > p { grid-column: 1 / -1; }
  .reach li { grid-template-columns: 1.375rem minmax(0, 1fr); }
  .reach li > p { grid-column: 1 / -1; }
  .change > .body { padding: 0.25rem 0.35rem 1rem; }
  .sides { grid-template-columns: minmax(0, 1fr); }
  .ways th, .ways td { padding: 0.3rem 0.35rem; }
  .ways .step { display: block; margin-left: 0; }
}
@media print { .chain ol { overflow: visible; } .chain li { white-space: pre-wrap; width: auto; } }
`;

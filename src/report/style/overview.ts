/** The first screen: counts, matrix, what to look at first, search. */
export const overview = `
.overview { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 12fr); gap: 1.5rem 2rem; margin-top: 1.25rem; }
.overview h2, .attention h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
.counts { display: grid; border-top: 1px solid var(--line); }
.count { display: grid; grid-template-columns: 1.375rem 2.25rem 8.5rem minmax(0, 1fr); gap: 0 0.6rem; align-items: center; text-align: left; background: none; border: 0; border-bottom: 1px solid var(--line); padding: 0.3rem 0.35rem; cursor: pointer; min-height: 2.25rem; }
.count b { font-size: 1.125rem; text-align: right; font-variant-numeric: tabular-nums; }
.count .name { font-weight: 600; }
.count .meaning { color: var(--muted); font-size: 0.75rem; line-height: 1.3; }
.count:hover:not(:disabled) { background: var(--faint); }
.count[aria-pressed=true] { background: var(--sheet); box-shadow: inset 3px 0 0 var(--ink); }
.count:disabled { cursor: default; color: var(--muted); }
.count:disabled b, .count:disabled .name { font-weight: 400; }

.matrix table { border-collapse: collapse; width: 100%; }
.matrix tr { border-top: 1px solid var(--line); }
.matrix tr:last-child { border-bottom: 1px solid var(--line); }
.matrix th { text-align: left; font-weight: 400; padding: 0.25rem 0.75rem 0.25rem 0; width: 1%; white-space: nowrap; }
.matrix th a { color: inherit; text-decoration-color: var(--muted); }
.matrix td { padding: 0.2rem 0; }
.matrix ul { display: flex; flex-wrap: wrap; gap: 3px; }
.matrix .chip { width: 1.625rem; height: 1.625rem; }
.matrix .chip:hover { outline: 2px solid var(--ink); outline-offset: 0; }
.matrix .chip.filtered { opacity: 0.25; }
.readout { margin-top: 0.5rem; color: var(--muted); min-height: 2.6em; font-size: 0.8125rem; overflow-wrap: anywhere; }

.attention { margin-top: 1.75rem; }
.attention ul { border-top: 1px solid var(--line); }
.attention li { display: grid; grid-template-columns: 1.375rem minmax(0, 1fr); gap: 0.7rem; padding: 0.5rem 0.35rem; border-bottom: 1px solid var(--line); }
.attention p { overflow-wrap: anywhere; max-width: 90ch; }
.attention a { font-weight: 600; }
.attention .sentence { display: grid; grid-template-columns: 4.75em minmax(0, 1fr); gap: 0 0.5em; }
.attention b { font-weight: 400; color: var(--muted); }
.attention .standing { color: var(--muted); margin-left: 0.35rem; }

.checks { margin-top: 1.75rem; }
.finder { position: sticky; top: 0; z-index: 3; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; background: var(--page); padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
.finder h2 { font-size: 1.0625rem; }
.finder input { flex: 1 1 14rem; min-width: 0; font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--muted); border-radius: 2px; padding: 0.3rem 0.5rem; min-height: 2rem; }
.finder input::placeholder { color: var(--muted); opacity: 1; }
.finder output { color: var(--muted); font-variant-numeric: tabular-nums; }
.area { margin-top: 1rem; }
.area > h3 { color: var(--muted); font-weight: 400; padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
.nothing { padding: 1.5rem 0; color: var(--muted); }

dialog { border: 1px solid var(--line); border-radius: 2px; background: var(--sheet); color: var(--ink); padding: 1rem 1.25rem; max-width: min(34rem, calc(100vw - 2rem)); }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog h2 { margin-bottom: 0.5rem; }
dialog dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.3rem 1rem; margin-bottom: 1rem; }
dialog p { margin-bottom: 0.75rem; }
`;

/** A whole packet, field by field: under its arrows at every point, and on a card beside the dot that is pointed at. */
export const dissection = `
.dissection { grid-column: 1 / -1; position: sticky; left: 0; width: 100cqw; max-width: 100%; overflow-x: auto; background: var(--faint); border-top: 1px solid var(--line); padding: 0.4rem 0.6rem 0.6rem; font-size: 0.75rem; }
.dissection table { border-collapse: collapse; table-layout: fixed; width: 100%; min-width: calc(8.5rem + var(--n) * 9.5rem); }
.dissection tr > :first-child { width: 8.5rem; }
.dissection th, .dissection td { text-align: left; vertical-align: top; font-weight: 400; padding: 0.05rem 0.6rem; }
.dissection td { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.dissection .dots th { font-weight: 600; white-space: nowrap; padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
.dissection .layer th { font-weight: 600; padding-top: 0.35rem; }
.dissection .field th { color: var(--muted); padding-left: 1.2rem; white-space: nowrap; }
.dissection .chosen { background: var(--sheet); box-shadow: inset 2px 0 0 var(--link); }
.handled-title { font-weight: 600; margin-top: 0.6rem; padding: 0.3rem 0.6rem 0; border-top: 1px solid var(--line); }
.handled { padding: 0 0.6rem; }
.handled .place { color: var(--muted); margin-top: 0.2rem; }
.handled li:not(.place) { padding-left: 0.6rem; overflow-wrap: anywhere; }
.handled code { margin-left: 0.6rem; font-size: 0.75rem; }

.card { position: fixed; z-index: 5; width: max-content; max-width: min(26rem, calc(100vw - 1rem)); max-height: calc(100vh - 1rem); overflow: hidden; padding: 0.4rem 0.7rem 0.5rem; background: var(--sheet); color: var(--ink); border: 1px solid var(--muted); border-radius: 2px; box-shadow: 0 2px 10px rgb(0 0 0 / 0.25); font-size: 0.75rem; line-height: 1.35; }
.card-title { font-weight: 600; font-size: 0.8125rem; }
.card-layer { font-weight: 600; margin-top: 0.25rem; }
.card-field { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0 0.5rem; }
.card-field > span { color: var(--muted); }
.card-field > b, .card-field > mark { font: 0.75rem ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; justify-self: start; }
`;

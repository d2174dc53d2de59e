/** One check, closed and open. */
export const check = `
.check { border-bottom: 1px solid var(--line); }
.check > summary { position: relative; display: grid; grid-template-columns: 1.375rem minmax(9rem, 21.5rem) minmax(0, 1fr) auto 4rem; gap: 0.1rem 0.75rem; align-items: baseline; padding: 0.3rem 0.35rem; cursor: pointer; list-style: none; }
.check > summary::-webkit-details-marker { display: none; }
.check > summary .chip { align-self: start; }
.check > summary:hover { background: var(--faint); }
.check .area-part { font-weight: 400; color: var(--muted); }
.check > summary h4 { overflow-wrap: anywhere; }
.check > summary .title { overflow-wrap: anywhere; }
.check > summary .standing, .check > summary .took { color: var(--muted); font-size: 0.8125rem; white-space: nowrap; }
.check.conforms > summary .standing { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.check > summary .standing { grid-column: 4; }
.check > summary .took { grid-column: 5; text-align: right; font-variant-numeric: tabular-nums; }
.check[open] { background: var(--sheet); border: 1px solid var(--line); border-top: 0; }
.check[open] > summary { border-bottom: 1px solid var(--line); border-top: 1px solid var(--line); position: sticky; top: 3rem; z-index: 2; background: var(--sheet); }
.check.new[open] > summary { box-shadow: inset 4px 0 0 var(--new); }
.check.broken[open] > summary { box-shadow: inset 4px 0 0 var(--broken); }
.check.news[open] > summary { box-shadow: inset 4px 0 0 var(--news); }
.check.known[open] > summary { box-shadow: inset 4px 0 0 var(--known-line); }
.check.conforms[open] > summary { box-shadow: inset 4px 0 0 var(--conforms-line); }
.check .body { padding: 0.9rem 1rem 1.25rem; display: grid; gap: 1.1rem; grid-template-columns: minmax(0, 1fr); }

.claim { border-left: 3px solid var(--line); padding-left: 0.9rem; max-width: 80ch; }
.claim blockquote { font-size: 1rem; overflow-wrap: anywhere; }
.claim figcaption { color: var(--muted); margin-top: 0.15rem; overflow-wrap: anywhere; }
.permalink { margin-left: 0.5rem; font-size: 0.8125rem; }
.reason { padding: 0.45rem 0.9rem; border-left: 3px solid var(--line); background: var(--faint); max-width: 80ch; overflow-wrap: anywhere; }
.reason.new { border-color: var(--new); background: var(--new-wash); }
.reason.broken { border-color: var(--broken); background: var(--broken-wash); }
.reason.news { border-color: var(--news); background: var(--news-wash); }
.reason.known { border-color: var(--known-line); background: var(--known-wash); }

.pair { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1.1rem 2rem; }
.pair > div { display: grid; gap: 1.1rem; align-content: start; }
.part > h5 { padding-bottom: 0.2rem; margin-bottom: 0.35rem; border-bottom: 1px solid var(--line); }
.phase + .phase { margin-top: 0.5rem; }
.phase-name { color: var(--muted); font-size: 0.75rem; }
.phase.sabotage .phase-name { color: var(--failed); }
.phase li { padding: 0.15rem 0; }
.command { overflow-wrap: anywhere; }
.command .place { color: var(--muted); }
.command .place::after { content: " $"; }
.phase pre { white-space: pre-wrap; overflow-wrap: anywhere; color: var(--muted); padding: 0.1rem 0 0.1rem 0.75rem; border-left: 1px solid var(--line); }
.phase .end { color: var(--muted); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.phase .nonzero { color: var(--failed); }

.expectations li { display: grid; grid-template-columns: 1.2rem 5.5rem minmax(0, 1fr); gap: 0 0.5rem; padding: 0.3rem 0; border-bottom: 1px solid var(--faint); }
.expectations .number { color: var(--muted); text-align: right; font-variant-numeric: tabular-nums; grid-row: 1 / span 3; }
.expectations .mark { font-weight: 600; grid-row: 1 / span 3; white-space: nowrap; }
.expectations .held .mark { color: var(--held); }
.expectations .failed .mark { color: var(--failed); }
.expectations .vacuous .mark { color: var(--broken); }
.expectations p { grid-column: 3; overflow-wrap: anywhere; }
.expectations .seen { color: var(--muted); }
.expectations .seen::before { content: "seen: "; }
.expectations .failed .seen { color: var(--failed); }
.expectations .settles { font-size: 0.75rem; color: var(--muted); display: flex; flex-wrap: wrap; gap: 0 1rem; }
.files { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
`;

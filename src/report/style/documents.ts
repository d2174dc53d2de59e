/** The page of the documents. */
export const documents = `
.contents { margin-top: 1.25rem; }
.contents h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
.contents > ul { border-top: 1px solid var(--line); }
.contents > ul > li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr); gap: 0.25rem 2rem; align-items: center; padding: 0.4rem 0.35rem; border-bottom: 1px solid var(--line); }
.contents > ul > li > a { font-weight: 600; overflow-wrap: anywhere; }
.tally { display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; align-items: center; }
.tally li { display: flex; gap: 0.3rem; align-items: center; }
.tally li > span:last-child { margin-left: 0.1rem; }
.tally b { font-variant-numeric: tabular-nums; }
.tally .zero { color: var(--muted); }
.tally .zero b { font-weight: 400; }
.contents .tally { display: grid; grid-template-columns: 7rem minmax(10rem, 1.6fr) 8rem minmax(6rem, 1fr); }

.shown { border: 0; margin: 0; padding: 0.5rem 0; position: sticky; top: 0; z-index: 3; display: none; flex-wrap: wrap; gap: 0.35rem 1.25rem; background: var(--page); border-bottom: 1px solid var(--line); margin-top: 1.25rem; }
.shown label { display: inline-flex; align-items: center; gap: 0.35rem; min-height: 1.75rem; cursor: pointer; }
.shown label:has(:disabled) { color: var(--muted); cursor: default; }
.shown input { width: 1rem; height: 1rem; margin: 0; accent-color: var(--link); }
.shown b { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }

.document { margin-top: 2rem; }
.document > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.15rem 1.25rem; padding-bottom: 0.5rem; border-bottom: 2px solid var(--ink); }
.document > header h2 { font-size: 1.25rem; overflow-wrap: anywhere; }
.document > header .note { overflow-wrap: anywhere; }
.document > header .tally { flex-basis: 100%; margin-top: 0.25rem; }
.section { margin-top: 1.25rem; }
.section h3 { font-size: 1rem; overflow-wrap: anywhere; padding-bottom: 0.25rem; }
.section h3 small { margin-left: 0.6rem; }
.section > ul { border-top: 1px solid var(--line); }
.section.bare { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; margin-top: 0.75rem; }
.section.bare h3 { font-weight: 400; color: var(--muted); font-size: 0.875rem; padding: 0; }
.section.bare .none { font-size: 0.75rem; }
.statement { display: grid; align-items: baseline; grid-template-columns: 1.375rem minmax(0, 1fr) minmax(7rem, 15rem); gap: 0.1rem 0.75rem; padding: 0.45rem 0.5rem; border-bottom: 1px solid var(--line); }
.statement > .chip { align-self: start; }
.statement:target { box-shadow: inset 3px 0 0 var(--link); background: var(--faint); }
.statement p { max-width: 52rem; overflow-wrap: anywhere; }
.statement > a { overflow-wrap: anywhere; font-size: 0.8125rem; }
.statement .why { color: var(--muted); font-size: 0.8125rem; }
.statement .outcome { color: var(--ink); font-weight: 600; }
.statement.new { background: var(--new-wash); }
.statement.broken { background: var(--broken-wash); }
.statement.news { background: var(--news-wash); }
.statement.known { background: var(--known-wash); }
.statement.new .why, .statement.broken .why, .statement.news .why, .statement.known .why { color: var(--ink); }

@supports selector(:has(*)) {
  .shown { display: flex; }
  body:has(#show-fails:checked) :is(.statement:not(.fails), .section:not(:has(.fails)), .document:not(:has(.fails))) { display: none; }
  body:has(#show-untried:checked) :is(.statement:not(.untried), .section:not(:has(.untried)), .document:not(:has(.untried))) { display: none; }
}
@media (max-width: 60rem) {
  .contents > ul > li { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  .shown { position: static; }
  .contents .tally { display: flex; }
  .statement { grid-template-columns: 1.375rem minmax(0, 1fr); padding-inline: 0.35rem; }
  .statement > a { grid-column: 2; }
  .section h3 small { display: block; margin-left: 0; }
  .section.bare { display: block; }
}
@media print {
  .shown { display: none !important; }
  .statement { break-inside: avoid; }
}
`;

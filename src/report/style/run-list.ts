/** The list of runs. */
export const runList = `
.runs > li { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0.5rem 2rem; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.runs h2 { font-size: 1rem; }
.runs p { overflow-wrap: anywhere; }
.runs .notice { margin: 0; align-self: start; }
.tally { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; align-content: flex-start; }
.tally li { display: flex; gap: 0.4rem; align-items: center; }
@media (max-width: 40rem) { .runs > li { grid-template-columns: minmax(0, 1fr); } }
`;

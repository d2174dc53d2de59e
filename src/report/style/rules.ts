/** The table of rules: it scrolls inside its own box, never the page. */
export const rules = `
.rules { position: relative; overflow-x: auto; max-width: 100%; border: 1px solid var(--line); background: var(--sheet); margin-top: 0.5rem; }
.rules table { border-collapse: separate; border-spacing: 0; width: 100%; }
.rules th, .rules td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: 0.25rem 0.6rem; }
.rules tr:last-child > * { border-bottom: 0; }
.rules thead th { background: var(--faint); font-size: 0.75rem; color: var(--muted); font-weight: 400; }
.rules td { font-size: 0.8125rem; }
.rules td:last-child { min-width: 18rem; overflow-wrap: anywhere; }
.rules .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rules .moved td.packets { font-weight: 600; }
.rules .kind { color: var(--muted); }
`;

/** Tables of frames and of rules: each scrolls inside its own box, never the page. */
export const frames = `
.frames, .rules { position: relative; overflow-x: auto; max-width: 100%; border: 1px solid var(--line); background: var(--sheet); margin-top: 0.5rem; }
.frames.long { max-height: min(48rem, 85vh); overflow-y: auto; }
.frames table, .rules table { border-collapse: separate; border-spacing: 0; width: 100%; }
.frames th, .frames td, .rules th, .rules td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.frames th, .rules th { font-weight: 600; }
.frames tr:last-child > *, .rules tr:last-child > * { border-bottom: 0; }
.frames thead th { position: sticky; top: 0; z-index: 1; background: var(--faint); padding: 0.35rem 0.5rem; white-space: nowrap; }
.frames thead small { display: block; }
.frames td, .frames thead th + th { border-left: 1px solid var(--line); }
.frames th.packet { position: sticky; left: 0; background: var(--sheet); padding: 0.35rem 0.6rem; width: 12rem; min-width: 10rem; max-width: 16rem; z-index: 1; border-right: 1px solid var(--line); }
.frames thead th.packet { z-index: 2; background: var(--faint); }
.frames td { padding: 0; min-width: 10.5rem; }
.frames thead th.silent { color: var(--muted); font-weight: 400; }
.frames .kind { display: block; overflow-wrap: anywhere; }
.frames .detail, .frames .heading { display: block; font-weight: 400; font-size: 0.75rem; color: var(--muted); overflow-wrap: anywhere; }
.frames td.unseen { min-width: 5rem; background: repeating-linear-gradient(135deg, transparent 0 5px, var(--hatch) 5px 6px); }
.hop { display: block; width: 100%; text-align: left; background: none; border: 0; padding: 0.35rem 0.5rem; cursor: pointer; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.75rem; line-height: 1.5; scroll-margin: 8rem 0 0 14rem; }
.hop + .hop { border-top: 1px dashed var(--line); }
.hop:hover { background: var(--faint); }
.hop:focus-visible { outline-offset: -2px; }
.hop:target, .hop[aria-expanded=true] { box-shadow: inset 3px 0 0 var(--link); background: var(--faint); }
.hop .ends { display: block; white-space: nowrap; }
.hop .line { display: block; color: var(--muted); }
.time { font-variant-numeric: tabular-nums; }
.hop .was { display: block; color: var(--muted); font-family: system-ui, sans-serif; }
.badge { border: 1px solid currentColor; border-radius: 2px; padding: 0 0.3em; margin-left: 0.4em; font-size: 0.6875rem; color: var(--held); white-space: nowrap; }
.badge.failed { color: var(--failed); }
.frames tr.layer th { padding: 0.4rem 0.6rem 0.1rem; border-bottom: 0; }
.frames tr.layer td, .frames tr.field td { padding: 0.05rem 0.5rem; border-bottom: 0; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.75rem; overflow-wrap: anywhere; max-width: 22rem; }
.frames tr.layer > *, .frames tr.field > * { background: var(--faint); }
.frames tr.field th { font-weight: 400; color: var(--muted); font-size: 0.75rem; padding: 0.05rem 0.6rem 0.05rem 1.2rem; border-bottom: 0; }
.frames tr.last > * { border-bottom: 1px solid var(--line); padding-bottom: 0.4rem; }
.frames td.chosen { box-shadow: inset 3px 0 0 var(--link); }
.rules th, .rules td { padding: 0.25rem 0.6rem; }
.rules thead th { background: var(--faint); font-size: 0.75rem; color: var(--muted); font-weight: 400; }
.rules td { font-size: 0.8125rem; }
.rules td:last-child { min-width: 18rem; overflow-wrap: anywhere; }
.rules .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rules .moved td.packets { font-weight: 600; }
.rules .kind { color: var(--muted); }
`;

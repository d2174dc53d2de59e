/**
 * The ladder: a list that is drawn as arrows between points. The policy allows no style attributes, so what stands where
 * is said by classes: `n5` for the number of columns, `f1` and `t3` for the leftmost and rightmost column of an item.
 * Two grid tracks a column, so that an arrow begins and ends in the middle of one.
 */
export const ladder = `
.ladder { --what: 12.5rem; --least: 10rem; --wire: var(--link); container-type: inline-size; }
.ladder-head { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; align-items: center; margin-bottom: 0.5rem; }
.ladder-head .note { flex: 1 1 18rem; font-size: 0.75rem; }
.which { border: 1px solid var(--line); border-radius: 2px; padding: 0; margin: 0; display: flex; flex-wrap: wrap; }
.which label { display: flex; align-items: center; gap: 0.4rem; padding: 0.15rem 0.65rem; min-height: 1.75rem; cursor: pointer; }
.which label + label { border-left: 1px solid var(--line); }
.which label:has(:checked) { background: var(--faint); }
.which input { margin: 0; accent-color: var(--link); }
.which b { font-variant-numeric: tabular-nums; }
.ladder .sift { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--muted); border-radius: 2px; padding: 0.15rem 0.5rem; min-height: 1.75rem; width: 10rem; }
.ladder .sift::placeholder { color: var(--muted); opacity: 1; }
@supports selector(:has(*)) { .ladder:not(.sifting):not(:has(.every:checked)):has(.every) .packet.aside { display: none; } }

.rungs { position: relative; overflow-x: auto; max-width: 100%; border: 1px solid var(--line); background: var(--sheet); }
.rungs.long { max-height: min(60rem, 85vh); overflow-y: auto; }
.points { min-width: calc(var(--what) + var(--n) * var(--least)); }
.points { display: grid; grid-auto-columns: calc((100% - var(--what)) / (2 * var(--n))); grid-template-columns: var(--what); position: sticky; top: 0; z-index: 3; background: var(--faint); border-bottom: 1px solid var(--line); }
.points > * { grid-column: calc(2 * var(--f) + 2) / calc(2 * var(--t) + 4); text-align: center; min-width: 0; overflow-wrap: anywhere; }
.points .band { grid-row: 1; font-size: 0.6875rem; color: var(--muted); border-left: 1px solid var(--line); padding: 0.1rem 0.3rem; background: var(--page); border-bottom: 1px solid var(--line); }
.points .point { grid-row: 2; padding: 0.25rem 0.4rem 0.3rem; line-height: 1.25; }
.points small { display: block; }
.points .unheard b { color: var(--muted); font-weight: 400; }

.ladder .packet { display: grid; grid-template-columns: var(--what) minmax(0, 1fr); }
.ladder .packet.kin .what { box-shadow: inset 3px 0 0 var(--link); }
.ladder .sifted { color: var(--muted); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.ladder .packet + .packet { border-top: 1px solid var(--line); }
.ladder .what { position: sticky; left: 0; z-index: 2; background: var(--sheet); padding: 0.45rem 0.6rem 0.45rem 2.1rem; border-right: 1px solid var(--line); overflow-wrap: anywhere; }
.ladder .what .number { position: absolute; left: 0.3rem; width: 1.4rem; text-align: right; color: var(--muted); font-variant-numeric: tabular-nums; }
.ladder .what .detail, .ladder .what .when { font-size: 0.75rem; color: var(--muted); }
.ladder .what .detail { display: block; }
.ladder .what .when { font-variant-numeric: tabular-nums; }
.ladder .what .relative::before { content: " · "; }
.ladder .what .doubt { font-size: 0.75rem; color: var(--failed); }
.ladder .ways { padding: 0.35rem 0 0.3rem; }
.drawing { position: relative; min-width: calc(var(--what) + var(--n) * var(--least)); }
.lifelines { position: absolute; inset: 0 0 0 var(--what); display: grid; grid-auto-columns: calc(100% / var(--n)); grid-template-rows: 100%; }
.lifelines > i { grid-row: 1; grid-column: calc(var(--f) + 1); margin-left: 50%; border-left: 1px solid var(--line); }
.packets { position: relative; }
.ladder .run { display: grid; grid-auto-columns: calc(50% / var(--n)); grid-template-rows: auto 1.75rem auto; }
.ladder .leg, .ladder .to .end { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.75rem; }
.ladder .leg { grid-row: 1; grid-column: calc(2 * var(--f) + 1) / calc(2 * var(--t) + 3); align-self: end; justify-self: center; text-align: center; padding: 0 0.15rem; margin: 0 0.15rem; background: var(--sheet); overflow-wrap: anywhere; line-height: 1.35; }
.ladder .end { display: inline-block; }
.ladder i { font: italic 0.75rem system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: var(--muted); }
.ladder mark i { color: inherit; }
.ladder .at { grid-row: 2; grid-column: calc(2 * var(--f) + 1) / span 2; justify-self: center; align-self: center; position: relative; z-index: 1; display: flex; align-items: center; gap: 1px; }
.ladder .hop { display: grid; grid-auto-flow: column; gap: 1px; place-items: center; place-content: center; min-width: 1.5rem; height: 1.5rem; padding: 0; border: 0; border-radius: 1rem; background: none; cursor: pointer; scroll-margin: 8rem; }
.ladder .hop:not(:has(.badge))::before { content: ""; width: 0.625rem; height: 0.625rem; border-radius: 50%; background: var(--wire); box-shadow: 0 0 0 2px var(--sheet); }
.ladder .hop:hover::before, .ladder .hop:focus-visible::before, .ladder .hop[aria-expanded=true]::before { box-shadow: 0 0 0 2px var(--sheet), 0 0 0 4px var(--wire); }
.ladder .hop:hover .badge, .ladder .hop[aria-expanded=true] .badge, .ladder .hop:target .badge { outline: 2px solid var(--wire); outline-offset: 1px; }
.ladder .hop:focus-visible { outline-offset: 0; }
.ladder .badge { font-size: 0.6875rem; line-height: 1.05rem; font-weight: 600; padding: 0 0.3em; border-radius: 0.6rem; background: var(--held); color: var(--sheet); box-shadow: 0 0 0 2px var(--sheet); white-space: nowrap; font-variant-numeric: tabular-nums; }
.ladder .badge.failed { background: var(--failed); }
.ladder .to { grid-row: 2 / span 2; grid-column: calc(2 * var(--f) + 2) / calc(2 * var(--t) + 2); position: relative; text-align: center; padding: 1.35rem clamp(1.5rem, 12%, 1.75rem) 0; font-size: 0.75rem; line-height: 1.3; color: var(--muted); font-variant-numeric: tabular-nums; min-width: 0; }
.ladder .to::before { content: ""; position: absolute; left: 0; right: 0; top: calc(0.875rem - 1px); border-top: 2px solid var(--wire); }
.ladder .to::after { content: ""; position: absolute; top: calc(0.875rem - 5px); right: 7px; border: 5px solid transparent; border-left: 8px solid var(--wire); border-right: 0; }
.ladder .in > .to::after { right: auto; left: 7px; border-left: 0; border-right: 8px solid var(--wire); }
.ladder .to:has(+ .at .badge, + .leg + .at .badge, + .texts + .at .badge, + .texts + .leg + .at .badge)::after { right: 14px; }
.ladder .in > .to:has(+ .at .badge, + .leg + .at .badge, + .texts + .at .badge, + .texts + .leg + .at .badge)::after { right: auto; left: 14px; }
.ladder .to:has(+ .at :is(.hop, .badge) + :is(.hop, .badge), + .leg + .at :is(.hop, .badge) + :is(.hop, .badge), + .texts + .at :is(.hop, .badge) + :is(.hop, .badge), + .texts + .leg + .at :is(.hop, .badge) + :is(.hop, .badge))::after { right: 27px; }
.ladder .in > .to:has(+ .at :is(.hop, .badge) + :is(.hop, .badge), + .leg + .at :is(.hop, .badge) + :is(.hop, .badge), + .texts + .at :is(.hop, .badge) + :is(.hop, .badge), + .texts + .leg + .at :is(.hop, .badge) + :is(.hop, .badge))::after { right: auto; left: 27px; }
.ladder .carried::before { border-top-style: dashed; border-color: var(--muted); }
.ladder .carried::after { border-left-color: var(--muted); }
.ladder .in > .carried::after { border-right-color: var(--muted); }
.ladder .through { overflow-wrap: anywhere; }
.ladder .box { position: relative; z-index: 1; width: fit-content; max-width: 100%; margin: 0.2rem auto 0.1rem; color: var(--ink); padding: 0.1rem 0.35rem 0.2rem; background: var(--sheet); border: 1px solid var(--muted); border-radius: 2px; line-height: 1.35; overflow-wrap: anywhere; }
.ladder .to > .box { margin-top: -1.15rem; }
.ladder .box.rewrite { border: 2px solid var(--known-line); background: var(--known-wash); text-align: left; }
.ladder .box .end { font-size: 0.6875rem; }
.ladder .box .field { color: var(--muted); display: block; }
.ladder .rule { margin-top: 0.15rem; padding-top: 0.15rem; border-top: 1px solid var(--line); }
.ladder code { display: block; font-size: 0.6875rem; }
.ladder .word { display: inline-block; margin-right: 0.6ch; }
.ladder .sure { color: var(--muted); }
.ladder .sure.doubt { color: var(--failed); }
.ladder .sure::before { content: " · "; }
.ladder .texts { grid-row: 4; grid-column: calc(2 * var(--f) + 1) / calc(2 * var(--t) + 3); text-align: center; font-size: 0.75rem; margin: 0.15rem 0.3rem; justify-self: center; overflow-wrap: anywhere; line-height: 1.35; }
.ladder .texts > code { width: fit-content; margin: 0 auto; text-align: left; background: var(--sheet); padding: 0 0.4rem; border-left: 3px solid var(--known-line); }
.ladder .stop { grid-row: 2 / span 2; display: flex; align-items: flex-start; font-size: 0.75rem; position: relative; }
.ladder .stop.r { grid-column: calc(2 * var(--f) + 2) / calc(2 * var(--t) + 3); }
.ladder .stop.l { grid-column: calc(2 * var(--f) + 1) / calc(2 * var(--t) + 2); flex-direction: row-reverse; }
.ladder .stop.u { grid-row: 3; grid-column: calc(2 * var(--f) + 1) / calc(2 * var(--t) + 3); justify-content: center; }
.ladder .stop .cross { flex: none; font-size: 1.125rem; line-height: 1.75rem; font-weight: 700; color: var(--failed); padding: 0 0.3rem; }
.ladder .stop.r::before, .ladder .stop.l::before { content: ""; flex: none; width: 2.5rem; margin-top: calc(0.875rem - 1px); border-top: 2px solid var(--failed); }
.ladder .stop .box { border: 2px solid var(--failed); background: var(--new-wash); margin-inline: 0.2rem; }
.ladder .at.loop::after { content: ""; position: absolute; left: 50%; top: 50%; width: 2.25rem; height: 1.1rem; border: 2px solid var(--wire); border-left: 0; border-radius: 0 1rem 1rem 0; z-index: -1; margin-top: -1px; }
.ladder .at.turn::before { content: ""; width: 0.5rem; height: 0.5rem; border-radius: 50%; border: 2px solid var(--wire); background: var(--sheet); }
.ladder .at.loop::before { content: ""; position: absolute; left: 50%; top: calc(50% + 1.1rem - 7px); border: 5px solid transparent; border-right: 8px solid var(--wire); border-left: 0; }
.ladder .run:has(.loop) { padding-bottom: 0.6rem; }
`;

/** Where columns are, for ladders of up to `widest` columns. */
export function ladderColumns(widest: number): string {
  return Array.from(
    { length: widest + 1 },
    (_, column) => `.n${column}{--n:${column}}.f${column}{--f:${column}}.t${column}{--t:${column}}`,
  ).join('');
}

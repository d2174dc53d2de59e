/** Type, spacing and the parts that every page has. */
export const sheet = `
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 3.6rem; }
body { margin: 0 auto; max-width: 96rem; padding: 0 1.25rem 4rem; background: var(--page); color: var(--ink); font: 0.875rem/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd, figure, blockquote, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1, h2, h3, h4, h5 { font-size: 1em; font-weight: 600; }
code, pre, kbd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
small { font-size: 0.75rem; color: var(--muted); font-weight: 400; }
button { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
mark { background: var(--mark); color: var(--on-mark); padding: 0 2px; }
kbd { border: 1px solid var(--line); border-radius: 2px; padding: 0 0.3em; background: var(--faint); color: var(--ink); }
html:not(.js) .scripted { display: none !important; }
[hidden] { display: none !important; }
.unseen-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.none, .note { color: var(--muted); }
.quiet { background: none; border: 1px solid var(--line); border-radius: 2px; padding: 0.15rem 0.5rem; min-height: 1.75rem; cursor: pointer; }
.quiet:hover { background: var(--faint); }

.chip { display: inline-grid; place-items: center; width: 1.375rem; height: 1.375rem; flex: none; font-weight: 700; font-size: 0.75rem; line-height: 1; text-decoration: none; border: 1px solid transparent; border-radius: 2px; }
.chip.new { background: var(--new); color: var(--on-new); }
.chip.broken { background: var(--broken); color: var(--on-broken); border-radius: 50%; }
.chip.news { background: var(--news); color: var(--on-news); border-radius: 2px 50% 2px 2px; }
.chip.known { background: var(--known); color: var(--on-known); border-color: var(--known-line); }
.chip.conforms { background: var(--conforms); color: var(--on-conforms); }
.chip.inapplicable { background: transparent; color: var(--muted); border-color: var(--line); border-style: dashed; }

.nameplate { border-bottom: 1px solid var(--line); padding: 0.75rem 0 0.5rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; }
.bar h1 { font-size: 1.25rem; letter-spacing: -0.01em; }
.bar .run { color: var(--muted); }
.bar nav { margin-left: auto; display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.cell { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.5rem 1.25rem; margin-top: 0.75rem; }
.cell dt, .more dt { color: var(--muted); font-size: 0.75rem; }
.cell dd { font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; line-height: 1.3; }
.cell dd small { display: block; }
.more { margin-top: 0.5rem; color: var(--muted); font-size: 0.8125rem; }
.more summary { cursor: pointer; width: fit-content; }
.more dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0.35rem 1.25rem; padding: 0.5rem 0; color: var(--ink); }
.more dd { overflow-wrap: anywhere; }
.notice { margin-top: 0.75rem; padding: 0.5rem 0.75rem; border-left: 4px solid var(--broken); background: var(--broken-wash); }

footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8125rem; }
`;

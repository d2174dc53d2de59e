import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Cell, Run, RunRecord } from '../record/index.js';
import { escapeControls, formatDuration, formatTime } from '../text/index.js';
import { formatConfig, pluralize } from './text.js';
import type { PageLinks, Sha256 } from './types.js';

/** File names of a run's pages, in the run's directory. */
export const runPage = './index.html';
export const documentsPage = './documents.html';

/**
 * Renders a whole HTML file. Its Content-Security-Policy allows this style and this script by their hashes and nothing
 * else: no request and no other script, should markup ever be left unescaped. Control characters are made visible here,
 * where everything passes: names, outputs, rules, attributes and ids.
 */
export function renderPage({
  title,
  style,
  script,
  sha256,
  children,
}: {
  readonly title: string;
  readonly style: string;
  /** Empty for a page without one. */
  readonly script: string;
  readonly sha256: Sha256;
  readonly children: ComponentChildren;
}): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    script === '' ? "script-src 'none'" : `script-src 'sha256-${sha256(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return escapeControls(
    `<!doctype html>\n${renderToString(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content={policy} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <style dangerouslySetInnerHTML={{ __html: style }} />
        </head>
        <body>
          {children}
          {script === '' ? null : <script dangerouslySetInnerHTML={{ __html: script }} />}
        </body>
      </html>,
    )}\n`,
  );
}

/** A link to another page. */
interface PageLink {
  readonly href: string;
  readonly name: string;
}

/** Lists the links to the list of runs, the matrix and the comparison, as far as they exist. */
export function listPageLinks({ runs, matrix, comparison }: PageLinks): readonly PageLink[] {
  return [
    ...(runs === undefined ? [] : [{ href: runs, name: 'All runs' }]),
    ...(matrix === undefined ? [] : [{ href: matrix, name: 'Matrix' }]),
    ...(comparison === undefined ? [] : [{ href: comparison, name: 'What changed' }]),
  ];
}

/** The first line of a page: what it is, links to other pages, and the theme switch. */
export function PageBar({
  what,
  links,
  hasShortcuts,
}: {
  readonly what: ComponentChildren;
  readonly links: readonly PageLink[];
  /** Whether the page has keyboard shortcuts to list. */
  readonly hasShortcuts: boolean;
}): VNode {
  return (
    <div class="bar">
      <h1>docknet</h1>
      <p class="what">{what}</p>
      <nav aria-label="Page">
        {links.map(({ href, name }) => (
          <a href={href} key={href}>
            {name}
          </a>
        ))}
        {hasShortcuts ? (
          <button type="button" class="quiet scripted" data-opens-help>
            Keys <kbd>?</kbd>
          </button>
        ) : null}
        <button type="button" class="quiet scripted" data-theme-toggle>
          Theme: <span data-theme-name>system</span>
        </button>
      </nav>
    </div>
  );
}

/** A fact of the header: name, value, and a note in small (may be empty). */
export type Fact = readonly [name: string, value: string, note: string];

/** The facts under the first line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note === '' ? null : <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Facts that few readers need, folded. */
export function MoreFacts({
  summary,
  facts,
}: {
  readonly summary: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}): VNode {
  return (
    <details class="more">
      <summary>{summary}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The header of a run's pages: the run, and the cell it ran in. */
export function RunHeader({
  record,
  links,
  hasShortcuts,
}: {
  readonly record: RunRecord;
  readonly links: readonly PageLink[];
  readonly hasShortcuts: boolean;
}): VNode {
  const what = (
    <>
      run <code>{record.run.id}</code>
    </>
  );
  return (
    <header class="page-header">
      <PageBar what={what} links={links} hasShortcuts={hasShortcuts} />
      <Facts facts={listCellFacts(record)} />
      <MoreFacts summary="Full cell and command line" facts={listMoreCellFacts(record.cell, record.run)} />
    </header>
  );
}

function listCellFacts({ run, cell }: RunRecord): readonly Fact[] {
  const { engine, kernel, firewall, cpu } = cell;
  const [date, time] = [formatTime(run.started).slice(0, 10), formatTime(run.started).slice(11)];
  return [
    ['Engine', engine.version, `${engineKinds[engine.kind]}, API ${engine.apiVersion}`],
    ['Kernel', kernel.release, [cell.system, ...describeMachine(cell)].join(', ')],
    ['Firewall', firewall.backend, `iptables ${firewall.iptables}, ${firewall.program}`],
    ...(Object.keys(engine.daemonConfig).length === 0 ? [] : [['daemon.json', formatConfig(cell), ''] as const]),
    ['Architecture', cell.architecture, `${cpu.count} × ${cpu.model}`],
    ['docknet', run.docknet, pluralize(run.workers, 'worker')],
    ['Date', date, `${time}, took ${formatDuration(run.milliseconds)}`],
  ];
}

/** Says whether a virtual machine was virtualized or emulated; nothing for labs on the machine itself. */
const describeMachine = ({ machine }: Cell): readonly string[] =>
  machine === undefined ? [] : [`QEMU ${machine.qemu}, ${machine.accelerator === 'kvm' ? 'KVM' : 'emulated'}`];

const engineKinds: Readonly<Record<Cell['engine']['kind'], string>> = {
  private: 'private to this run',
  host: 'the machine’s own',
  directory: 'from a directory',
};

function listMoreCellFacts(cell: Cell, run: Run): readonly (readonly [string, string])[] {
  return [
    ['dockerd', cell.engine.path],
    ['its files', cell.engine.verified],
    ...(cell.kernel.origin === undefined ? [] : [['kernel’s files', cell.kernel.origin] as const]),
    ['containerd', cell.engine.containerd],
    ['runc', cell.engine.runc],
    ['kernel version', cell.kernel.version],
    ['nft', cell.firewall.nft],
    ['cgroup', cell.cgroup],
    ...Object.entries(cell.sysctls),
    ['command line', ['docknet', ...run.arguments].join(' ')],
    ['finished', formatTime(run.finished)],
  ];
}

/** Warns of what makes a run's results partial or inverted. */
export function RunNotices({ run }: { readonly run: Run }): VNode {
  return (
    <>
      {run.sabotaged ? <p class="notice">{sabotageNotice}</p> : null}
      {run.interrupted ? (
        <p class="notice">
          {run.unfit === undefined ? 'This run was interrupted.' : `This run ended early: ${run.unfit}`} Checks that are
          missing here did not run.
        </p>
      ) : null}
    </>
  );
}

/** Explains the verdicts of `docknet prove`. */
export const sabotageNotice =
  'A run of docknet prove: every check ran under its sabotage, so a check that still conforms is defective.';

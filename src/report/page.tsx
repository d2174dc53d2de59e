import type { ComponentChildren, VNode } from 'preact';
import type { Cell, Run, RunRecord } from '../record/index.js';
import { formatDuration, formatTime } from '../text/index.js';

/** A link from one page to another, and its words. */
export interface PageLink {
  readonly href: string;
  readonly name: string;
}

/** The head of the page: what this is, where its neighbours are, and the cell it speaks about. */
export function Header({
  record,
  links,
  keys,
}: {
  readonly record: RunRecord;
  readonly links: readonly PageLink[];
  /** Whether the page has keys of its own to tell about. */
  readonly keys: boolean;
}): VNode {
  return (
    <header class="nameplate">
      <PageBar
        what={
          <>
            run <code>{record.run.id}</code>
          </>
        }
        links={links}
        keys={keys}
      />
      <dl class="cell">
        {plate(record).map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note === '' ? null : <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <details class="more">
        <summary>The whole cell, and how docknet was called</summary>
        <dl>
          {rest(record.cell, record.run).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </header>
  );
}

/** The first line of a page: what it is, and where its neighbours are. */
export function PageBar({
  what,
  links,
  keys,
}: {
  readonly what: ComponentChildren;
  readonly links: readonly PageLink[];
  /** Whether the page has keys of its own to tell about. */
  readonly keys: boolean;
}): VNode {
  return (
    <div class="bar">
      <h1>docknet</h1>
      <p class="run">{what}</p>
      <nav aria-label="Page">
        {links.map(({ href, name }) => (
          <a href={href} key={href}>
            {name}
          </a>
        ))}
        {keys ? (
          <button type="button" class="quiet scripted" data-opens-keys>
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

/** What a reader compares cells by: name, value, and a note in small. */
function plate({ run, cell }: RunRecord): readonly (readonly [string, string, string])[] {
  return [
    ['Engine', cell.engine.version, `${engineKinds[cell.engine.kind]}, API ${cell.engine.apiVersion}`],
    ['Kernel', cell.kernel.release, cell.system],
    ['iptables', `${cell.firewall.iptables}`, cell.firewall.backend],
    ['Architecture', cell.architecture, `${cell.cpu.count} × ${cell.cpu.model}`],
    ['docknet', run.docknet, `${run.workers} ${run.workers === 1 ? 'worker' : 'workers'}`],
    [
      'Run on',
      formatTime(run.started).slice(0, 10),
      `${formatTime(run.started).slice(11)}, took ${formatDuration(run.milliseconds)}`,
    ],
  ];
}

const engineKinds: Readonly<Record<Cell['engine']['kind'], string>> = {
  private: 'private to this run',
  host: 'the machine’s own',
  directory: 'from a directory',
};

function rest(cell: Cell, run: Run): readonly (readonly [string, string])[] {
  return [
    ['dockerd', cell.engine.path],
    ['containerd', cell.engine.containerd],
    ['runc', cell.engine.runc],
    ...Object.entries(cell.engine.settings).map(([name, value]) => [`engine ${name}`, value] as const),
    ['kernel version', cell.kernel.version],
    ['nft', cell.firewall.nft],
    ['cgroup', cell.cgroup],
    ...Object.entries(cell.sysctls),
    ['called as', ['docknet', ...run.arguments].join(' ')],
    ['finished', formatTime(run.finished)],
  ];
}

/** The links to the list of runs, to the matrix around a run and to its comparison with another, where there are such. */
export function linkUpward({
  runs,
  matrix,
  comparison,
}: {
  readonly runs?: string;
  readonly matrix?: string;
  readonly comparison?: string;
}): readonly PageLink[] {
  return [
    ...(runs === undefined ? [] : [{ href: runs, name: 'All runs' }]),
    ...(matrix === undefined ? [] : [{ href: matrix, name: 'The matrix' }]),
    ...(comparison === undefined ? [] : [{ href: comparison, name: 'What changed' }]),
  ];
}

import { Fragment, type ComponentChildren, type VNode } from 'preact';

/** The search box over a page's checks; `children` stand beside it. */
export function SearchBox({ children }: { readonly children?: ComponentChildren }): VNode {
  return (
    <div class="finder">
      <h2 id="checks">Checks</h2>
      <input
        id="search"
        class="scripted"
        type="search"
        aria-label="Search checks"
        placeholder="Search, or area:nat verdict:deviates"
        autocomplete="off"
        spellcheck={false}
      />
      <output id="found" class="scripted" for="search" />
      {children}
    </div>
  );
}

export function NothingFound(): VNode {
  return (
    <p id="nothing" class="nothing" hidden>
      No check matches. Press <kbd>Esc</kbd> in the search box to clear it; release the pressed counts to see all
      checks.
    </p>
  );
}

const shortcuts = [
  ['/', 'go to the search box'],
  ['j', 'next check'],
  ['k', 'previous check'],
  ['Enter, o', 'open or close the check'],
  ['← → ↑ ↓', 'in a ladder: along a packet, and from packet to packet'],
  ['Enter', 'on a dot: the packet at every point'],
  ['Esc', 'close the packet, then the check'],
  ['?', 'this help'],
] as const;

const queries = [
  ['masquerade', 'id, title, claim or reason contains the word'],
  ['"leaves the uplink"', 'a phrase'],
  ['area:nat', 'one area'],
  ['verdict:deviates', 'conforms, deviates, inconclusive or error'],
  ['verdict:known', 'known deviation; alike unexpected (pass), not (applicable)'],
  ['document:tour', 'claims of one document'],
  ['-area:kernel', 'exclude what matches'],
] as const;

/** The keyboard shortcuts and the query language, opened with `?`. */
export function HelpDialog(): VNode {
  return (
    <dialog id="help" aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl>
        {shortcuts.map(([key, action]) => (
          <Fragment key={`${key} ${action}`}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{action}</dd>
          </Fragment>
        ))}
      </dl>
      <h2>Search</h2>
      <dl>
        {queries.map(([query, meaning]) => (
          <Fragment key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
      <p>
        A check must match every term: <code>area:nat verdict:known</code>.
      </p>
      <form method="dialog">
        <button class="quiet">Close</button>
      </form>
    </dialog>
  );
}

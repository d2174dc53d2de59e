import type { VNode } from 'preact';

const keys = [
  ['/', 'to the search box'],
  ['j', 'next check'],
  ['k', 'previous check'],
  ['Enter, o', 'open the check'],
  ['← → ↑ ↓', 'in a ladder: along a packet, and from packet to packet'],
  ['Enter', 'on a dot: the whole packet at every point'],
  ['Esc', 'close the packet, then the check'],
  ['?', 'these keys'],
] as const;

const queries = [
  ['masquerade', 'in id, title, claim or reason'],
  ['"leaves the uplink"', 'a phrase'],
  ['area:nat', 'one area'],
  ['verdict:deviates', 'conforms, deviates, known, unexpected, not, inconclusive, error'],
  ['document:tour', 'claims of one document'],
  ['-area:kernel', 'everything but'],
] as const;

/** The keys and the search's language, opened with `?`. */
export function Keys(): VNode {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <h2>Search</h2>
      <dl>
        {queries.map(([query, finds]) => (
          <>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{finds}</dd>
          </>
        ))}
      </dl>
      <p>
        Terms add up: <code>area:nat verdict:known</code>.
      </p>
      <form method="dialog">
        <button class="quiet">Close</button>
      </form>
    </dialog>
  );
}

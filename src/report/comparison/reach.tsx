import type { VNode } from 'preact';
import { reachWords, type Comparison } from '../../compare/index.js';
import { KindChip } from './overview.js';
import { capitalize, linkToId } from '../text.js';

/** What somebody asks first whose upgrade broke something: who was answered before and is not now, and who only now; nothing where nobody is. */
export function Reach({ comparison }: { readonly comparison: Comparison }): VNode {
  return (
    <>
      {reachWords(comparison).map(({ reach, title, changes }) => (
        <section class="reach" key={reach} aria-labelledby={`reach/${reach}/title`}>
          <h2 id={`reach/${reach}/title`}>
            {capitalize(title)} <small>whatever the document wants</small>
          </h2>
          <ul>
            {changes.map(({ id, kind, sentence }) => (
              <li key={id}>
                <KindChip kind={kind} />
                <a href={linkToId(id)}>{id}</a>
                <p>{sentence}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

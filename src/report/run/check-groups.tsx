import type { VNode } from 'preact';
import { linkToId, pluralize } from '../text.js';

/** Lists findings that several checks share, each with links to its checks. */
export function CheckGroups({
  groups,
}: {
  readonly groups: readonly { readonly what: string; readonly checks: readonly string[] }[];
}): VNode {
  return (
    <ul>
      {groups.map(({ what, checks }) => (
        <li key={what}>
          <b>{pluralize(checks.length, 'check')}</b> {what}
          <p class="note">
            {checks.map((id, position) => (
              <span key={id}>
                {position === 0 ? '' : ', '}
                <a href={linkToId(id)}>{id}</a>
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}

import type { VNode } from 'preact';
import type { Evidence } from '../../record/index.js';
import { linkToFile } from '../text.js';

const kinds = [
  { key: 'recording', name: 'recording (pcapng)' },
  { key: 'firewallBefore', name: 'firewall before' },
  { key: 'firewallAfter', name: 'firewall after' },
  { key: 'trace', name: 'trace of the rules' },
  { key: 'engineLog', name: 'engine’s log' },
  { key: 'topology', name: 'topology' },
] as const;

/** Links to the evidence beside the record. */
export function Files({ evidence }: { readonly evidence: Evidence }): VNode {
  const present = kinds.flatMap(({ key, name }) => {
    const path = evidence[key];
    return path === null ? [] : [{ name, path }];
  });
  if (present.length === 0) return <p class="none">This check left no files.</p>;
  return (
    <ul class="files">
      {present.map(({ name, path }) => (
        <li key={name}>
          <a href={linkToFile(path)}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

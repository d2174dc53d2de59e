import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { linkToFile } from './text.js';

/** Files that a page holds itself: base64 by path, relative to the record's directory. */
export type EmbeddedFiles = ReadonlyMap<string, string>;

/** The files of a page that stands alone; null for a page with its files and other pages beside it. */
export const Embedded = createContext<EmbeddedFiles | null>(null);

/** A link to a file beside the record. On a page that stands alone, a download; the name alone of a file it lacks. */
export function FileLink({ path, children }: { readonly path: string; readonly children: ComponentChildren }): VNode {
  const files = useContext(Embedded);
  if (files === null) return <a href={linkToFile(path)}>{children}</a>;
  const content = files.get(path);
  if (content === undefined) return <span class="missing">{children}</span>;
  return (
    <a href={`data:application/octet-stream;base64,${content}`} download={nameDownload(path)}>
      {children}
    </a>
  );
}

/** Names a download by its path without the evidence's directory: `nat.masquerade-recording.pcapng`. */
const nameDownload = (path: string): string => path.replace(/^evidence\//, '').replaceAll(/[^\w.-]+/g, '-');

/** A link to a page beside this one; the text alone on a page that stands alone. */
export function PageLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }): VNode {
  return useContext(Embedded) === null ? <a href={href}>{children}</a> : <>{children}</>;
}

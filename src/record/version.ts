import { readFileSync } from 'node:fs';

/** Returns docknet's own version, from the package this file was compiled into. */
export function docknetVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

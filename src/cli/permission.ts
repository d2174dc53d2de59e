import { UnfitError } from './errors.js';

/** @throws UnfitError where we are not root: network namespaces, an engine and libpcap all want it. */
export function requireRoot(command: string): void {
  if (process.getuid?.() === 0) return;
  throw new UnfitError(
    `docknet ${command} must run as root: it makes network namespaces, starts an engine and records packets. Run it with sudo: sudo docknet ${command} (in a clone: sudo npx docknet ${command}).`,
  );
}

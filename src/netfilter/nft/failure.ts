import type { CommandResult } from '../../process/index.js';

/** Why an nft program is of no use in a namespace. */
export interface NftFailure {
  readonly kind: 'crash' | 'unprintable' | 'unsupported' | 'missing';
  /** What the program does: `crashes (SIGSEGV)`. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Signals of a program's own fault. */
const crashes: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE']);
/** Exit statuses with which a shell reports them: 128 and the signal's number (POSIX 2.8.2). */
const crashStatuses: ReadonlySet<number> = new Set([132, 134, 135, 136, 139]);

/**
 * The first version that reads the description of a key that it and later versions write with every set and map;
 * earlier ones crash on it (nftables be737a1986bf, "netlink: fix crash when ops doesn't support udata").
 */
const firstReadingVersion = '1.1.2';

/** Finds why nft cannot be used here at all; null if it can, also if it refused what was asked. */
export function findNftFailure({
  status,
  signal,
  stderr,
}: Pick<CommandResult, 'status' | 'signal' | 'stderr'>): NftFailure | null {
  if (crashes.has(signal ?? '') || crashStatuses.has(status ?? 0))
    return { kind: 'crash', text: 'crashes', remedy: `install nftables ${firstReadingVersion} or later` };
  // src/netlink.c, netlink_error: an expression of the kernel's that this version does not know.
  const unknown = /^netlink: Error: (.*)/m.exec(stderr)?.[1];
  if (unknown !== undefined)
    return { kind: 'unprintable', text: `cannot print a rule (${unknown})`, remedy: 'install a later nftables' };
  if (stderr.includes('JSON support not compiled-in'))
    return { kind: 'unsupported', text: 'was built without JSON', remedy: 'install nftables with JSON support' };
  // env and nsenter exit with 127 for a program that is not there, a failed start has no status and no signal.
  if (status === 127 || (status === null && signal === null && /ENOENT/.test(stderr)))
    return { kind: 'missing', text: 'is not installed', remedy: 'install the package nftables' };
  return null;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../error.js';
import { explain, runApt } from '../../apt/index.js';

/** An apt repository with docker-ce, and the key that must have signed it. */
export interface Repository {
  /** Docker's without the distribution: `ADDRESS/linux/debian` is an apt repository. */
  readonly address: string;
  /** Fingerprint of the primary key, 40 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * Fetches a repository's key and writes a keyring with the pinned key alone, whatever else the repository serves.
 *
 * @param repository The address of an apt repository, and the fingerprint of the key that it must have.
 * @param directory For the keyring. The caller removes it.
 * @returns the keyring's path.
 * @throws EngineError if the pinned key is not in what the repository serves, AptError if gpg is missing.
 */
export async function fetchKey(
  { address, fingerprint }: Repository,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const [served, keyring, home] = ['key.asc', 'key.gpg', 'gnupg'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(home, { recursive: true, mode: 0o700 });
  const download = ['/usr/lib/apt/apt-helper', '-o', 'Acquire::Retries=3', '-o', 'APT::Sandbox::User=root'];
  await runApt([...download, 'download-file', `${address}/gpg`, served], signal).catch(
    explain(`the key of the repository ${address} could not be fetched`),
  );
  const gpg = ['gpg', '--homedir', home, '--batch', '--quiet', '--no-autostart', '--no-options'];
  const listing = await runApt([...gpg, '--show-keys', '--with-colons', served], signal).catch(
    explain(`gpg could not read ${address}/gpg`),
  );
  const found = parseFingerprints(listing);
  if (!found.includes(fingerprint))
    throw new EngineError(
      `${address}/gpg is not the key that docknet expects. Expected ${fingerprint}; ` +
        `it has ${found.join(', ') || 'no key'}. Nothing was installed.`,
    );
  await runApt([...gpg, '--import', served], signal);
  await runApt([...gpg, '--export', '--output', keyring, fingerprint], signal);
  return keyring;
}

/** Lists the primary keys' fingerprints in the output of `gpg --with-colons` (gnupg's doc/DETAILS). */
export function parseFingerprints(listing: string): string[] {
  const fields = listing.split('\n').map((line) => line.split(':'));
  return fields.flatMap(([type], n) => {
    const next = fields[n + 1];
    return type === 'pub' && next?.[0] === 'fpr' ? [next[9] ?? ''] : [];
  });
}

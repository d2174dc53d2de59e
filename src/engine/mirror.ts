import { execa } from 'execa';

/** Debian's own address for a mirror nearby, for a machine whose apt knows none. */
const publicMirror = 'http://deb.debian.org/debian';

/**
 * The Debian mirror that this machine's own apt uses: what may be reached from here, its owner knows best. Debian's public one where
 * apt has none, as on Ubuntu, or there is no apt.
 */
export async function findDebianMirror(): Promise<string> {
  const { stdout } = await execa(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(ORIGIN) $(LABEL)', 'Created-By: Packages'],
    { reject: false },
  );
  return parseMirror(stdout) ?? publicMirror;
}

/** The mirror in what `apt-get indextargets` prints (apt-get(8)), a line per package list: address, origin, label. */
export function parseMirror(listing: string | undefined): string | null {
  const lines = (listing ?? '').split('\n').map((line) => line.trim().split(' '));
  const named = lines.find(([, origin, label]) => origin === 'Debian' && label === 'Debian');
  // Before the first "apt-get update" apt knows no origin and prints the words of the format; the archive's customary path says it then.
  const unread = lines.find(([address = '', origin = '']) => origin.startsWith('$(') && /\/debian\/?$/.test(address));
  return (named ?? unread)?.[0]?.replace(/\/$/, '') ?? null;
}

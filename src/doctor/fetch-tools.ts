import { runCommand } from '../process/index.js';
import type { Diagnosis } from './diagnosis.js';

/** What `docknet engine fetch` and `kernel fetch` need: a shell's test for it, and its Debian package. */
const fetchTools: readonly (readonly [test: string, package_: string])[] = [
  ['command -v mmdebstrap', 'mmdebstrap'],
  ['command -v apt-get', 'apt'],
  ['command -v gpg', 'gpg'],
  ['command -v depmod', 'kmod'],
  // Docker's repository has an https address.
  ['test -e /etc/ssl/certs/ca-certificates.crt', 'ca-certificates'],
  ['test -e /usr/share/keyrings/debian-archive-keyring.gpg', 'debian-archive-keyring'],
];

/** Looks for what fetching an engine or a kernel needs. Runs need none of it. */
export async function findFetchTools(): Promise<Diagnosis> {
  const found = await Promise.all(fetchTools.map(([test]) => runCommand(['sh', '-c', test])));
  const missing = fetchTools.flatMap(([, package_], n) => (found[n]?.status === 0 ? [] : [package_]));
  return {
    name: 'tools of docknet engine fetch and kernel fetch',
    missing: missing.length === 0 ? null : missing.join(', '),
    fix: `Only to fetch engines and kernels: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    isOptional: true,
  };
}

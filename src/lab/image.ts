import { readFile } from 'node:fs/promises';
import { LabError } from './error.js';
import { clientPage } from './page.js';
import { tar, type TarEntry } from './tar.js';

/** Where Debian's and Ubuntu's busybox-static package puts the program. */
export const busybox = '/bin/busybox';

/** The fixture image's name in every engine that docknet uses. It is imported, never pulled. */
export const fixtureImage = 'docknet/fixture:1';

/** The applets that checks use inside a container. */
const applets = [
  'arping',
  'cat',
  'echo',
  'env',
  'grep',
  'hostname',
  'httpd',
  'ifconfig',
  'ip',
  'ls',
  'nc',
  'netstat',
  'nslookup',
  'ping',
  'printf',
  'ps',
  'sh',
  'sleep',
  'sort',
  'tail',
  'timeout',
  'traceroute',
  'true',
  'wget',
];

/**
 * The fixture image as a tar: one static busybox, its links, and a page that tells a client the address it is seen with.
 *
 * @throws LabError where there is no busybox.
 */
export async function buildFixtureImage(): Promise<Buffer> {
  const binary = await readFile(busybox).catch((cause: unknown) => {
    throw new LabError(`the fixture image could not be built from ${busybox}. Install the package busybox-static.`, {
      cause,
    });
  });
  return tar([
    ...['bin', 'etc', 'proc', 'sys', 'tmp', 'www', 'www/cgi-bin'].map((path): TarEntry => ({
      kind: 'directory',
      path,
    })),
    { kind: 'file', path: 'bin/busybox', content: binary, mode: 0o755 },
    ...applets.map((applet): TarEntry => ({ kind: 'link', path: `bin/${applet}`, to: 'busybox' })),
    { kind: 'file', path: 'www/cgi-bin/client', content: Buffer.from(clientPage), mode: 0o755 },
  ]);
}

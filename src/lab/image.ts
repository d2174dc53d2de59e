import { execa } from 'execa';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from './error.js';
import { page } from './page.js';

/** Where Debian's and Ubuntu's busybox-static package puts the program. */
export const busybox = '/bin/busybox';

/** The fixture image's name in every engine that docknet uses. It is imported, never pulled. */
export const fixtureImage = 'docknet/fixture:1';

/** The applets that checks use inside a container. */
const applets = [
  'arping', 'cat', 'echo', 'env', 'grep', 'hostname', 'httpd', 'ifconfig', 'ip', 'ls', 'nc', 'netstat', 'nslookup', 'ping',
  'printf', 'ps', 'sh', 'sleep', 'sort', 'tail', 'timeout', 'traceroute', 'true', 'wget',
];

/**
 * The fixture image as a tar: one static busybox, its links, and a page that tells a client the address it is seen with.
 *
 * @throws LabError where busybox is not the static one.
 */
export async function fixtureTar(): Promise<Buffer> {
  const root = await mkdtemp(join(tmpdir(), 'docknet-image-'));
  try {
    for (const directory of ['bin', 'etc', 'proc', 'sys', 'tmp', 'www/cgi-bin']) await mkdir(join(root, directory), { recursive: true });
    await copyFile(busybox, join(root, 'bin/busybox'));
    await Promise.all(applets.map((applet) => symlink('busybox', join(root, 'bin', applet))));
    await writeFile(join(root, 'www/cgi-bin/client'), page);
    await chmod(join(root, 'www/cgi-bin/client'), 0o755);
    const { stdout } = await execa('tar', ['-C', root, '--owner=0', '--group=0', '-c', '.'], { encoding: 'buffer' });
    return Buffer.from(stdout);
  } catch (cause) {
    throw new LabError(`the fixture image could not be built from ${busybox}. Install the package busybox-static.`, { cause });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

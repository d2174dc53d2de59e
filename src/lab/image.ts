import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { LabError } from './error.js';

/** Path of the program in Debian's and Ubuntu's busybox-static package. */
export const busybox = '/bin/busybox';

/** The fixture image's name in every engine that docknet uses. It is imported, never pulled. */
export const fixtureImage = 'docknet/fixture:1';

/** The applets that checks use inside a container. */
const applets = (
  'arping cat echo env grep hostname httpd ifconfig ip ls nc netstat nslookup ping printf ps sh sleep sort tail ' +
  'timeout traceroute true wget'
).split(' ');

/**
 * The answer of docknet's web servers at /cgi-bin/client: the client's address and port as the server sees them.
 * busybox httpd passes them as REMOTE_ADDR and REMOTE_PORT (CGI 1.1, RFC 3875 4.1.8).
 */
const clientPage = '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n%s %s\\n" "$REMOTE_ADDR" "$REMOTE_PORT"\n';

/**
 * The answer of docknet's web servers at /cgi-bin/echo: the same line, and then whatever the client sends, as it sends
 * it. busybox httpd copies a request's body to the program, and its output to the client, while they come.
 */
const echoPage = clientPage.trimEnd() + '\nexec cat\n';

/** Shell commands that write the page for the lab's own web servers. */
export const writeClientPage: readonly string[] = [
  'mkdir -p /run/docknet/www/cgi-bin',
  `cat > /run/docknet/www/cgi-bin/client <<'END'\n${clientPage}END`,
  `cat > /run/docknet/www/cgi-bin/echo <<'END'\n${echoPage}END`,
  'chmod 755 /run/docknet/www/cgi-bin/*',
];

/**
 * Returns shell commands that start web servers in a named network namespace; each returns once its socket is bound.
 */
export function serveClientPage(namespace: string, ports: readonly number[]): string[] {
  return ports.map((port) => `ip netns exec ${namespace} /run/docknet/busybox httpd -p ${port} -h /run/docknet/www`);
}

/**
 * Builds the fixture image as a tar: a static busybox, its links and the client page.
 *
 * @throws LabError without busybox.
 */
export async function buildFixtureImage(): Promise<Buffer> {
  const program = await readFile(busybox).catch((cause: unknown) => {
    throw new LabError(`the fixture image could not be built from ${busybox}. Install the package busybox-static.`, {
      cause,
    });
  });
  const tar = pack();
  const mtime = new Date(0);
  for (const name of ['bin', 'etc', 'proc', 'sys', 'tmp', 'www', 'www/cgi-bin'])
    tar.entry({ name, type: 'directory', mode: 0o755, mtime });
  tar.entry({ name: 'bin/busybox', mode: 0o755, mtime }, program);
  for (const applet of applets)
    tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mode: 0o777, mtime });
  tar.entry({ name: 'www/cgi-bin/client', mode: 0o755, mtime }, clientPage);
  tar.entry({ name: 'www/cgi-bin/echo', mode: 0o755, mtime }, echoPage);
  tar.finalize();
  return buffer(tar);
}

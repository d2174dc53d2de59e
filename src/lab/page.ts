/**
 * What every web server of docknet's answers at /cgi-bin/client: the client's address and port as the server sees them.
 * busybox httpd hands them over as REMOTE_ADDR and REMOTE_PORT (CGI 1.1, RFC 3875 4.1.8).
 */
export const clientPage =
  '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n%s %s\\n" "$REMOTE_ADDR" "$REMOTE_PORT"\n';

/** Shell commands that put the page where a lab's own web servers look. */
export const writeClientPage = [
  'mkdir -p /run/docknet/www/cgi-bin',
  `cat > /run/docknet/www/cgi-bin/client <<'END'\n${clientPage}END`,
  'chmod 755 /run/docknet/www/cgi-bin/client',
];

/** Shell commands that start a web server in a named network namespace; each returns when its socket is bound. */
export function serveClientPage(namespace: string, ports: readonly number[]): string[] {
  return ports.map((port) => `ip netns exec ${namespace} /run/docknet/busybox httpd -p ${port} -h /run/docknet/www`);
}

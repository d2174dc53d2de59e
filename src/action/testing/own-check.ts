import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A check of a user's own, as source. */
export interface OwnCheck {
  readonly title?: string;
  /** Source of `when`. Default: a ping to the LAN. */
  readonly when?: string;
  /** Text of a line that is expected, and whether it holds. */
  readonly line?: string;
  readonly holds?: boolean;
}

/** Writes the check `mine/promise` below a directory for `suites`. */
export async function writeOwnCheck(directory: string, check: OwnCheck = {}): Promise<void> {
  const { title = 'a ping is answered', line = 'the promise is kept', holds = true } = check;
  const when = check.when ?? '({ web, server }) => web.ping(server)';
  const file = join(directory, 'mine/promise.js');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    `import { answered, bridge, conformance, container, documented, lanHost, that, withGiven } from 'docknet';
export default conformance({
  id: 'mine/promise', title: ${JSON.stringify(title)}, claim: documented('notes', 'none', ${JSON.stringify(line)}),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ${when},
  expect: (_, ping) => [answered(ping), that(${JSON.stringify(line)}, ${holds}, ${JSON.stringify(line)})],
  sabotage: withGiven({}),
});`,
  );
}

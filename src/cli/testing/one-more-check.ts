import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { room } from './docknet.js';

/**
 * A copy of the compiled package with one more check in it, on a user-defined bridge `app` with a container `web`.
 *
 * @param when The check's `when`, as source.
 * @param started Whether `web` is started before it.
 */
export async function oneMoreCheck(
  t: ExecutionContext,
  id: string,
  when: string,
  started = true,
): Promise<{ readonly main: string; readonly reports: string }> {
  const directory = await room(t);
  await cp('dist', join(directory, 'dist'), { recursive: true });
  await cp('package.json', join(directory, 'package.json'));
  await symlink(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  const file = join(directory, 'dist/suites', `${id}.js`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    `import { bridge, conformance, container, documented, instead } from '../../src/check/language.js';
export default conformance({
  id: '${id}', title: 'trouble', claim: documented('notes', 'none', 'nothing'),
  given: { app: bridge(), web: container({ on: 'app', started: ${started} }) },
  ${when},
  then: () => [],
  sabotage: instead({}),
});`,
  );
  return { main: join(directory, 'dist/src/cli/main.js'), reports: join(directory, 'reports') };
}

import { access, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory, ownByCaller } from '../../record/index.js';
import { isCheckId, SuiteRegistry } from '../../registry/index.js';
import { UsageError } from '../errors.js';
import { displayPath } from '../terminal/style.js';

export interface NewOptions {
  /** The directory of checks to write to. */
  readonly suites: string;
  /** Whether to write JavaScript. */
  readonly js?: boolean;
}

/**
 * `docknet new AREA/NAME`: writes a check that runs, conforms, and turns under its sabotage. Overwrites nothing.
 *
 * @returns the exit status.
 * @throws UsageError for an id that is taken or no id, and a file that cannot be written.
 */
export async function create(id: string, { suites, js }: NewOptions): Promise<number> {
  if (!isCheckId(id))
    throw new UsageError(
      `"${id}" is no check id. Pass AREA/NAME in lower-case letters, digits and hyphens, such as web/reachable.`,
    );
  if ((await SuiteRegistry.open()).ids.includes(id))
    throw new UsageError(`docknet has a check ${id} of its own. Pass another id; "docknet list" lists the ids.`);
  for (const extension of ['ts', 'mts', 'js', 'mjs'])
    if (await exists(join(suites, `${id}.${extension}`)))
      throw new UsageError(
        `${displayPath(join(suites, `${id}.${extension}`))} exists. Pass another id, or remove the file.`,
      );
  const path = join(suites, `${id}.${js === true ? 'js' : 'ts'}`);
  try {
    await makeDirectory(dirname(path));
    await writeFile(path, template(id), { flag: 'wx' });
    await ownByCaller(path);
  } catch (cause) {
    throw new UsageError(
      `Cannot write ${displayPath(path)}: ${(cause as Error).message}. Pass another directory with --suites.`,
      { cause },
    );
  }
  const isShipped = resolve(suites) === shippedSuites;
  const args = isShipped ? id : `--suites ${displayPath(suites)} ${id}`;
  process.stdout.write(
    `wrote ${displayPath(path)}\n${isShipped ? 'Build it: npm run build\n' : ''}` +
      `Run it: sudo npx docknet run ${args}\nRun it under its sabotage: sudo npx docknet prove ${args}\n`,
  );
  return 0;
}

/** The suites of a clone, which ship with docknet. */
const shippedSuites = fileURLToPath(new URL('../../../../suites', import.meta.url));

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The same text is TypeScript and JavaScript. */
const template = (id: string): string => `\
import { answered, bridge, conformance, container, echoRequest, iptables, journey, lanHost } from 'docknet';

export default conformance({
  id: '${id}',
  title: 'a container reaches a host on the LAN, with the docker host’s address',
  // What you rely on, and where that is written.
  claim: { document: 'our runbook', section: 'networking', text: 'Containers on app reach hosts on the LAN.' },
  // The lab: a network, a container on it, and a host on the LAN behind the docker host’s uplink.
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  // The traffic. Refused and timed out are outcomes too, for expect to judge.
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, host, server }, ping) => [
    answered(ping),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
  ],
  // A change that must change the outcome; "docknet prove" makes it.
  sabotage: () => iptables('-I FORWARD -j DROP'),
});
`;

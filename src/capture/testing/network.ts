import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { customAlphabet } from 'nanoid';

const run = promisify(execFile);
const id = customAlphabet('abcdefghijklmnopqrstuvwxyz0123456789', 8);

/** A network namespace of a test's own. */
export interface TestNamespace {
  readonly name: string;
  readonly path: string;
}

/** Namespaces and links for one test or benchmark; `remove` takes all of them away. */
export class TestNetwork {
  readonly #namespaces: string[] = [];

  /** A namespace without IPv6, whose own frames would come between the test's; `lo` is up. */
  async namespace(): Promise<TestNamespace> {
    const name = `dn-${id()}`;
    await run('ip', ['netns', 'add', name]);
    this.#namespaces.push(name);
    for (const scope of ['all', 'default']) {
      await run('ip', [
        'netns',
        'exec',
        name,
        'sh',
        '-c',
        `! test -e /proc/sys/net/ipv6 || echo 1 > /proc/sys/net/ipv6/conf/${scope}/disable_ipv6`,
      ]);
    }
    await this.ip({ name }, 'link', 'set', 'lo', 'up');
    return { name, path: `/run/netns/${name}` };
  }

  /** `ip` in a namespace. */
  async ip(namespace: { readonly name: string }, ...args: readonly string[]): Promise<string> {
    return (await run('ip', ['-n', namespace.name, ...args])).stdout;
  }

  /** A link between two namespaces, both ends up. */
  async veth(near: TestNamespace, nearName: string, far: TestNamespace, farName: string): Promise<void> {
    await this.ip(near, 'link', 'add', nearName, 'type', 'veth', 'peer', 'name', farName, 'netns', far.name);
    await this.ip(near, 'link', 'set', nearName, 'up');
    await this.ip(far, 'link', 'set', farName, 'up');
  }

  /** A bridge, up, over links of its namespace. */
  async bridge(namespace: TestNamespace, name: string, ports: readonly string[]): Promise<void> {
    await this.ip(namespace, 'link', 'add', name, 'type', 'bridge');
    for (const port of ports) await this.ip(namespace, 'link', 'set', port, 'master', name);
    await this.ip(namespace, 'link', 'set', name, 'up');
  }

  async remove(): Promise<void> {
    for (const name of this.#namespaces.splice(0)) await run('ip', ['netns', 'del', name]);
  }
}

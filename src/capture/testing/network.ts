import { customAlphabet } from 'nanoid';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { startRecorder } from '../recorder/recorder.js';

const makeId = customAlphabet('abcdefghijklmnopqrstuvwxyz0123456789', 8);

/** A test's own network namespace. */
export interface TestNamespace {
  readonly name: string;
  readonly path: string;
}

/** Network namespaces and links of one test or benchmark. */
export class TestNetwork {
  readonly #namespaces: string[] = [];

  /** Adds a namespace with `lo` up, and without IPv6, whose own frames would mix with the test's. */
  async addNamespace(): Promise<TestNamespace> {
    const name = `dn-${makeId()}`;
    await runOrThrow(['ip', 'netns', 'add', name]);
    this.#namespaces.push(name);
    const disableIpv6 = ['all', 'default'].map((scope) => `echo 1 > /proc/sys/net/ipv6/conf/${scope}/disable_ipv6`);
    await runOrThrow(['sh', '-c', `! test -e /proc/sys/net/ipv6 || { ${disableIpv6.join(' && ')}; }`], {
      prefix: ['ip', 'netns', 'exec', name],
    });
    await this.ip({ name }, 'link', 'set', 'lo', 'up');
    return { name, path: `/run/netns/${name}` };
  }

  /** Runs `ip` in a namespace. */
  async ip(namespace: { readonly name: string }, ...args: readonly string[]): Promise<string> {
    return (await runOrThrow(['ip', '-n', namespace.name, ...args])).stdout;
  }

  /** Adds a veth pair between two namespaces, both ends up. */
  async addVeth(ns1: TestNamespace, name1: string, ns2: TestNamespace, name2: string): Promise<void> {
    await this.ip(ns1, 'link', 'add', name1, 'type', 'veth', 'peer', 'name', name2, 'netns', ns2.name);
    await this.ip(ns1, 'link', 'set', name1, 'up');
    await this.ip(ns2, 'link', 'set', name2, 'up');
  }

  /** Adds a bridge, up, over interfaces of its namespace. */
  async addBridge(namespace: TestNamespace, name: string, ports: readonly string[]): Promise<void> {
    await this.ip(namespace, 'link', 'add', name, 'type', 'bridge');
    for (const port of ports) await this.ip(namespace, 'link', 'set', port, 'master', name);
    await this.ip(namespace, 'link', 'set', name, 'up');
  }

  async remove(): Promise<void> {
    for (const name of this.#namespaces.splice(0)) await runOrThrow(['ip', 'netns', 'del', name]);
  }
}

/** Starts a recorder, with a network and a directory, all removed at the end of the test. */
export async function setUpRecorder(t: { teardown(fn: () => Promise<void>): void }) {
  const directory = await mkdtemp(join(tmpdir(), 'dn-capture-'));
  const network = new TestNetwork();
  const recorder = await startRecorder();
  t.teardown(async () => {
    await recorder.close();
    await network.remove();
    await rm(directory, { recursive: true });
  });
  return { network, recorder, directory, file: join(directory, 'recording.pcapng') };
}

import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import type { RunnerUser } from './runner-files.js';
import type { StandIn } from './runner.js';
import type { Mount } from './script.js';

type ActionInputs = Readonly<Record<string, string>>;

/** A call of an action of GitHub's. */
export interface Call {
  readonly action: string;
  readonly inputs: ActionInputs;
}

/** Stand-ins for GitHub's actions: they record their inputs, and keep caches and artifacts in a directory. */
export class StandIns {
  readonly calls: Call[] = [];
  readonly byName: Readonly<Record<string, StandIn>>;

  constructor(
    private readonly directory: string,
    private readonly user: RunnerUser,
    private readonly clone: string,
  ) {
    const actions: Readonly<Record<string, StandIn>> = {
      'actions/checkout': () => Promise.resolve({}),
      'actions/setup-node': () => Promise.resolve({}),
      'actions/cache/restore': (inputs, workspace) => this.restore(inputs, workspace),
      'actions/cache/save': (inputs, workspace) => this.save(inputs, workspace),
      'actions/upload-artifact': (inputs, workspace) => this.upload(inputs, workspace),
      'actions/download-artifact': (inputs) => this.download(inputs),
    };
    this.byName = Object.fromEntries(
      Object.entries(actions).map(([action, standIn]) => [
        action,
        (inputs, workspace) => {
          this.calls.push({ action, inputs });
          return standIn(inputs, workspace);
        },
      ]),
    );
  }

  /** Returns the inputs of an action's last call. */
  lastCall(action: string): ActionInputs | null {
    return this.calls.findLast((call) => call.action === action)?.inputs ?? null;
  }

  /**
   * This tree's node_modules in the clone: a copy of 180 MB takes a minute on a busy machine. The file that set-up
   * touches is the user's own.
   */
  get mounts(): readonly Mount[] {
    const own = join(this.directory, 'package-lock.json');
    const to = join(this.clone, 'node_modules');
    return [
      { from: join(process.cwd(), 'node_modules'), to },
      { from: own, to: join(this.clone, installed) },
    ];
  }

  /** Directory of an artifact. */
  artifact(name: string): string {
    return join(this.directory, 'artifacts', name);
  }

  /** Removes the artifacts, which are those of one run of a workflow. */
  async forgetArtifacts(): Promise<void> {
    await rm(join(this.directory, 'artifacts'), { recursive: true });
  }

  /** Makes the places of the mounts. */
  async prepare(): Promise<void> {
    await mkdir(join(this.clone, 'node_modules'));
    await this.copy(installed, this.mounts[1]?.from ?? '');
  }

  /** The build is of these sources; other keys are those that were saved, the newest of a prefix last. */
  private async restore(inputs: ActionInputs, workspace: string): Promise<Record<string, string>> {
    const { key = '', path = '' } = inputs;
    const prefixes = (inputs['restore-keys'] ?? '').split('\n').filter((prefix) => prefix !== '');
    if (key.startsWith('docknet-modules-')) {
      await this.restoreBuild();
      return { 'cache-hit': 'true', 'cache-matched-key': key };
    }
    const keys = await this.list('caches');
    const match = [key, ...prefixes].flatMap((prefix) => findNewest(keys, prefix)).at(0);
    if (match === undefined) return { 'cache-hit': 'false', 'cache-matched-key': '' };
    for (const target of listPaths(path, workspace))
      await this.copy(join(this.directory, 'caches', match, basename(target)), target);
    return { 'cache-hit': String(match === key), 'cache-matched-key': match };
  }

  private async save({ key = '', path = '' }: ActionInputs, workspace: string): Promise<Record<string, string>> {
    for (const source of listPaths(path, workspace))
      await this.copy(source, join(this.directory, 'caches', key, basename(source)));
    return {};
  }

  /** Copies this tree's build once, as a cache's archive does: with the times of its files. */
  private async restoreBuild(): Promise<void> {
    if ((await readdir(this.clone)).includes('dist')) return;
    await this.copy('dist', join(this.clone, 'dist'));
  }

  private async upload({ name = '', path = '' }: ActionInputs, workspace: string): Promise<Record<string, string>> {
    const forbidden = /["<>|*?:\r\n]/;
    const source = resolve(workspace, path);
    const files = await readdir(source, { recursive: true });
    const refused = [...files, name].find((file) => forbidden.test(file));
    if (refused !== undefined) throw new Error(`the path for an artifact is not valid: ${refused}`);
    if ((await this.list('artifacts')).includes(name))
      throw new Error(`an artifact with this name already exists: ${name}`);
    await this.copy(source, this.artifact(name));
    return { 'artifact-url': `https://github.example/artifacts/${name}` };
  }

  private async download(inputs: ActionInputs): Promise<Record<string, string>> {
    const { name = '', pattern = '*', path = '.' } = inputs;
    const all = await this.list('artifacts');
    const found = name === '' ? all.filter((each) => matchesGlob(each, pattern)) : all.filter((each) => each === name);
    if (name !== '' && found.length === 0) throw new Error(`no artifact ${name}`);
    const single = found.length === 1;
    for (const each of found) await this.copy(this.artifact(each), single ? path : join(path, each));
    return { 'download-path': path };
  }

  private list(kind: 'caches' | 'artifacts'): Promise<string[]> {
    return readdir(join(this.directory, kind)).catch(() => []);
  }

  private async copy(from: string, to: string): Promise<void> {
    await rm(to, { recursive: true, force: true });
    await mkdir(join(to, '..'), { recursive: true });
    await runOrThrow(['cp', '-a', from, to], { timeoutMs: 120_000 });
    await runOrThrow(['chown', '-R', '-h', `${this.user.uid}:${this.user.gid}`, to], { timeoutMs: 120_000 });
  }
}

const installed = 'node_modules/.package-lock.json';

const listPaths = (text: string, workspace: string) =>
  text
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => resolve(workspace, path));

const findNewest = (keys: readonly string[], prefix: string) =>
  keys
    .filter((key) => key.startsWith(prefix))
    .sort()
    .slice(-1);

const matchesGlob = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name);

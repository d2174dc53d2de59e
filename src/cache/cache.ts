import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CacheError } from './error.js';
import { lock } from './lock.js';

/** What a cache holds. */
export interface CacheKind<M> {
  /** For messages: "engine". */
  readonly noun: string;
  /** The manifest's file in an entry's directory: "engine.json". An entry without it is incomplete. */
  readonly manifestFile: string;
  /** The option that names another cache, for messages: "--engine-cache". */
  readonly option: string;
  /** Checks a manifest's content; null if it is not one. */
  readonly parse: (content: unknown) => M | null;
}

/** A complete entry: its manifest, and the directory with its files. */
export interface CacheEntry<M> {
  readonly manifest: M;
  readonly directory: string;
}

/**
 * Returns a directory of docknet's in the user's cache directory (XDG_CACHE_HOME, XDG Base Directory Specification: a
 * relative path there is ignored).
 */
export function cacheDirectory(name: string, environment: NodeJS.ProcessEnv): string {
  const directory = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(directory) ? directory : join(homedir(), '.cache'), 'docknet', name);
}

/** A directory of things that take long to fetch, each in a directory of its own with a manifest. */
export class Cache<M extends { readonly name: string }> {
  constructor(
    readonly directory: string,
    private readonly kind: CacheKind<M>,
  ) {}

  /** Lists the complete entries, by name. @throws CacheError if it cannot be read; one that does not exist is empty. */
  async list(): Promise<CacheEntry<M>[]> {
    const { noun, option } = this.kind;
    const names = await readdir(this.directory).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return [];
      throw new CacheError(
        `the ${noun} cache ${this.directory} cannot be read: ${cause.message}. Name another one with ${option}.`,
        { cause },
      );
    });
    const visible = names.filter((name) => !name.startsWith('.')).map((name) => join(this.directory, name));
    const found = await Promise.all(visible.map((directory) => this.read(directory)));
    return found.filter((entry) => entry !== null).sort((a, b) => a.manifest.name.localeCompare(b.manifest.name));
  }

  /** Finds an entry by name; null if it is not there. */
  async find(name: string): Promise<CacheEntry<M> | null> {
    return (await this.list()).find(({ manifest }) => manifest.name === name) ?? null;
  }

  /**
   * Adds an entry: has it built in a directory that is not listed, and moves it into place with its manifest. Removes
   * what killed docknets left of it before.
   *
   * @param build Fills the directory. Returns the manifest, whose name may be another, or an entry that is there.
   * @returns the entry, and whether it is new.
   * @throws CacheError if another docknet has locked the name or the file system fails, and whatever `build` throws;
   *   nothing is left then.
   */
  async add(
    name: string,
    build: (directory: string) => Promise<{ readonly manifest: M } | { readonly present: CacheEntry<M> }>,
  ): Promise<{ readonly entry: CacheEntry<M>; readonly isNew: boolean }> {
    await this.makeDirectory(this.directory);
    const release = await this.lock(name);
    const partial = this.path(name, '.making-');
    try {
      await removeTree(partial);
      await removeTree(this.path(name, '.removing-'));
      await this.makeDirectory(partial);
      const built = await build(partial);
      if ('present' in built) {
        await removeTree(partial);
        return { entry: built.present, isNew: false };
      }
      const { manifest } = built;
      await writeFile(join(partial, this.kind.manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
      const releasePlace = manifest.name === name ? undefined : await this.lock(manifest.name);
      return { entry: await this.moveIntoPlace(manifest, partial).finally(releasePlace), isNew: true };
    } catch (cause) {
      await removeTree(partial);
      if (!isSystemError(cause)) throw cause;
      const { noun } = this.kind;
      throw new CacheError(`the ${noun} ${name} could not be put into ${this.directory}: ${cause.message}.`, { cause });
    } finally {
      await release();
    }
  }

  /**
   * Removes an entry.
   *
   * @returns false if it is not there.
   * @throws CacheError if it is being made or cannot be removed.
   */
  async remove(name: string): Promise<boolean> {
    if ((await this.find(name)) === null) return false;
    const release = await this.lock(name);
    try {
      // Renamed first: a partly removed entry is never listed.
      const removing = this.path(name, '.removing-');
      await removeTree(removing);
      await rename(this.path(name), removing);
      await removeTree(removing);
      return true;
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new CacheError(`the ${this.kind.noun} ${name} could not be removed from ${this.directory}: ${reason}.`, {
        cause,
      });
    } finally {
      await release();
    }
  }

  /** Lists the directories that killed docknets left. */
  findPartial(): Promise<string[]> {
    return this.visitPartial(() => Promise.resolve());
  }

  /** Removes what killed docknets left. @returns the removed directories. */
  removePartial(): Promise<string[]> {
    return this.visitPartial(removeTree);
  }

  /** Visits the partial entries that no other docknet has locked. A cache that cannot be read has none. */
  private async visitPartial(visit: (directory: string) => Promise<void>): Promise<string[]> {
    const found: string[] = [];
    for (const name of await readdir(this.directory).catch(() => [])) {
      const [, entry] = /^\.(?:making|removing)-(.+)$/.exec(name) ?? [];
      if (entry === undefined) continue;
      const release = await this.lock(entry).catch((cause: unknown) => {
        if (cause instanceof CacheError) return null;
        throw cause;
      });
      if (release === null) continue;
      const directory = join(this.directory, name);
      found.push(directory);
      await visit(directory).finally(release);
    }
    return found;
  }

  private lock(name: string): Promise<() => Promise<void>> {
    return lock(this.path(name, '.lock-'), `the ${this.kind.noun} ${name}`);
  }

  /** Returns an entry's directory. A colon ends a path in PATH: "debian:trixie" is debian-trixie. */
  private path(name: string, prefix = ''): string {
    return join(this.directory, `${prefix}${name.replaceAll(/[^a-z0-9.]/g, '-')}`);
  }

  /** Creates a directory, writable for its owner alone: its content runs as root. */
  private async makeDirectory(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o755 }).catch((cause: unknown) => {
      const { noun, option } = this.kind;
      throw new CacheError(
        `the ${noun} cache ${directory} cannot be made: ${(cause as Error).message}. ` +
          `Name a writable directory with ${option}.`,
        { cause },
      );
    });
  }

  /** Moves a complete entry to where it is listed. A directory without a manifest may be there. */
  private async moveIntoPlace(manifest: M, partial: string): Promise<CacheEntry<M>> {
    const directory = this.path(manifest.name);
    await removeTree(directory);
    await rename(partial, directory);
    return { manifest, directory };
  }

  private async read(directory: string): Promise<CacheEntry<M> | null> {
    const text = await readFile(join(directory, this.kind.manifestFile), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      const manifest = this.kind.parse(JSON.parse(text));
      return manifest === null ? null : { manifest, directory };
    } catch {
      return null;
    }
  }
}

const removeTree = (path: string) => rm(path, { recursive: true, force: true });

const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause;

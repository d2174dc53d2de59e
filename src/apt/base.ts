import { readFile, stat } from 'node:fs/promises';
import { runCommand } from '../process/index.js';
import { AptError } from './error.js';

/** A distribution's release, for an engine's root file system. */
export interface Base {
  /** "debian:bookworm", "ubuntu:noble". */
  readonly name: string;
  readonly distribution: keyof typeof distributions;
  readonly suite: string;
}

/** What differs between distributions. */
export const distributions = {
  debian: {
    title: 'Debian',
    // Debian's own keys; other keys of this machine's apt are not trusted.
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
    keyringPackage: 'debian-archive-keyring',
    components: 'main',
    /** Debian's own address for a mirror nearby, for a machine whose apt has none. */
    publicMirror: 'http://deb.debian.org/debian',
  },
  ubuntu: {
    title: 'Ubuntu',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
    keyringPackage: 'ubuntu-keyring',
    components: 'main universe',
    publicMirror: null,
  },
} as const;

/** The base of an engine from Docker's repository on a machine that is neither Debian nor Ubuntu. */
const otherwise = 'debian:bookworm';

/**
 * Chooses the base of an engine from Docker's repository.
 *
 * @param name "debian:SUITE" or "ubuntu:SUITE"; null for this machine's own release.
 * @throws AptError for another distribution.
 */
export async function chooseBase(name: string | null): Promise<Base> {
  const base = name ?? parseOsRelease(await readFile('/etc/os-release', 'utf8').catch(() => '')) ?? otherwise;
  const [, distribution, suite] = /^(debian|ubuntu):([a-z]+)$/.exec(base) ?? [];
  if (distribution === undefined || suite === undefined)
    throw new AptError(`--base ${base}: pass debian:SUITE or ubuntu:SUITE, such as debian:trixie or ubuntu:noble.`);
  return { name: base, distribution: distribution as Base['distribution'], suite };
}

/** Finds a mirror of a base's packages in this machine's apt. @throws AptError if none is known. */
export async function findMirror({ distribution }: Base): Promise<string> {
  const { title, publicMirror } = distributions[distribution];
  const format = '$(REPO_URI) $(ORIGIN) $(LABEL)';
  const { stdout } = await runCommand(['apt-get', 'indextargets', '--format', format, 'Created-By: Packages']);
  const named = parseMirror(stdout, title);
  const [, list] = /^mirror\+file:(?:\/\/)?(\/.+)$/.exec(named ?? '') ?? [];
  const mirror = list === undefined ? named : parseMirrorList(await readFile(list, 'utf8').catch(() => ''));
  if (mirror !== null) return mirror;
  if (publicMirror !== null) return publicMirror;
  throw new AptError(`this machine's apt has no mirror of ${title}. Name one with --mirror ADDRESS.`);
}

/** @throws AptError if the keys by which a base's packages are verified are not on this machine. */
export async function requireKeyring({ distribution }: Base): Promise<void> {
  const { title, keyring, keyringPackage } = distributions[distribution];
  if ((await stat(keyring).catch(() => null))?.isFile() === true) return;
  throw new AptError(
    `there is no ${keyring}, by which ${title}'s packages are verified. ` +
      `Install it: sudo apt-get install --no-install-recommends ${keyringPackage}`,
  );
}

/** Returns the release in /etc/os-release (os-release(5)) as a base's name; null if it is neither Debian nor Ubuntu. */
export function parseOsRelease(text: string): string | null {
  const value = (key: string) => new RegExp(`^${key}="?([a-z]+)"?$`, 'm').exec(text)?.[1];
  const [id, codename] = [value('ID'), value('VERSION_CODENAME')];
  return (id === 'debian' || id === 'ubuntu') && codename !== undefined ? `${id}:${codename}` : null;
}

/** Reads the first mirror of a list for apt's method mirror (apt-transport-mirror(1)); null if there is none. */
export function parseMirrorList(text: string): string | null {
  return /^(https?:\/\/\S+?)\/?(?:\s|$)/m.exec(text)?.[1] ?? null;
}

/** Reads the mirror from `apt-get indextargets` (apt-get(8)), one line per package list: address, origin, label. */
export function parseMirror(listing: string, title: string): string | null {
  const lines = listing.split('\n').map((line) => line.trim().split(' '));
  const named = lines.find(([, origin, label]) => origin === title && label === title);
  // Before the first "apt-get update" apt knows no origin and prints the format; the path is the archive's usual one.
  const path = `/${title.toLowerCase()}`;
  const unread = lines.find(
    ([address = '', origin = '']) => origin.startsWith('$(') && address.replace(/\/$/, '').endsWith(path),
  );
  return (named ?? unread)?.[0]?.replace(/\/$/, '') ?? null;
}

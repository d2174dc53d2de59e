import { customAlphabet } from 'nanoid';

/** Creates a run id: lower-case letters and digits, so that it fits in host, file and control group names. */
export const newRunId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);

/** A cell's name for people, and the name of its directory within a matrix. */
export interface CellNames {
  readonly name: string;
  readonly directory: string;
}

/** Names the cells of a matrix after their engines. Equal names get a number: "private", "private-2". */
export function nameCells(engines: readonly string[]): readonly CellNames[] {
  const names = numberDuplicates(engines.map((engine) => engine.replace(/(.)\/+$/, '$1')));
  const directories = numberDuplicates(names.map(directoryName));
  return names.map((name, n) => ({ name, directory: directories[n] ?? name }));
}

/** Returns the last part of an engine's name or path as a directory name: "debian:trixie" becomes "debian-trixie". */
function directoryName(name: string): string {
  const last = name.split('/').findLast((part) => part !== '') ?? name;
  return (
    last
      .toLowerCase()
      .replaceAll(/[^a-z0-9.]+/g, '-')
      .replace(/^[.-]+/, '') || 'engine'
  );
}

/** Appends a number to texts that occurred before: "a", "a", "b" become "a", "a-2", "b". */
function numberDuplicates(texts: readonly string[]): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    let unique = text;
    for (let n = 2; taken.has(unique); n += 1) unique = `${text}-${n}`;
    taken.add(unique);
    return unique;
  });
}

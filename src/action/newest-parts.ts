/** An artifact that a job uploaded. */
export interface Part {
  /** Its name without the attempt: "docknet-shard-1". */
  readonly name: string;
  readonly attempt: number;
  readonly directory: string;
}

/** Reads an artifact's name, which ends with the attempt: "docknet-shard-1-2" is the second of "docknet-shard-1". */
export function readPart(artifact: string, directory: string): Part {
  const [, name = artifact, attempt = '1'] = /^(.+)-(\d{1,6})$/.exec(artifact) ?? [];
  return { name, attempt: Number(attempt), directory };
}

/**
 * Selects the newest attempt of each artifact, in the order of their names. A job that runs again uploads another
 * artifact, and the ones of its earlier attempts stay.
 */
export function selectNewest(parts: readonly Part[]): readonly Part[] {
  const newest = new Map<string, Part>();
  for (const part of parts) {
    const known = newest.get(part.name);
    if (known === undefined || known.attempt < part.attempt) newest.set(part.name, part);
  }
  return [...newest.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
